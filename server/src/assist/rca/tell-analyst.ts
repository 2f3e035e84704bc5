import type { RcaFlag } from '@fieldmarshal/contract/rca';
import type { Catalog } from '#catalog';
import type { Contacts } from '#delivery';
import { tell } from '#oncall';
import type { Tx } from '#platform';

interface Telling {
  readonly catalog: Catalog;
  readonly contacts: Contacts;
  readonly flag: Pick<RcaFlag, 'incidentId' | 'title' | 'questions'>;
  readonly team: string | null;
  readonly owner: string | null;
  /** Who asked for it, where that is somebody of the catalog. */
  readonly askedBy: string | null;
  readonly type: 'rca-assigned' | 'rca-due';
  readonly subject: string;
  readonly note: string;
  /** Whether those who lead hear of it whoever else does. */
  readonly leadsToo: boolean;
}

/**
 * Tells who is to analyse an incident: the owner, else the people of the team. Where no message reaches any of them, whoever asked for it and
 * those who lead are told that nobody has it: an analysis that was wanted never goes to nobody. Gives the names of who was told.
 */
export async function tellAnalyst(tx: Tx, telling: Telling): Promise<string[]> {
  const { catalog, team, owner, askedBy, leadsToo } = telling;
  const leads = leadsOf(catalog);
  const members = team === null ? [] : catalog.membersOf(team);
  const told = await send(tx, telling, { people: owner === null ? members : [owner] });
  if (told.length === 0 && owner !== null)
    told.push(...(await send(tx, telling, { people: members, first: unreached(telling) })));
  if (told.length === 0)
    return send(tx, telling, {
      people: [...(askedBy === null ? [] : [askedBy]), ...leads],
      first: unreached(telling),
    });
  const rest = leadsToo ? leads.filter((name) => !told.includes(name)) : [];
  return [...told, ...(await send(tx, telling, { people: rest }))];
}

function leadsOf(catalog: Catalog): string[] {
  const leads = catalog.peopleWith('lead');
  return leads.length > 0 ? leads : catalog.peopleWith('admin');
}

function unreached({ team, owner }: Telling): string {
  if (owner !== null) return `${owner} cannot be reached. Please name an owner who can.`;
  if (team !== null) return `Nobody of team ${team} can be reached. Please name an owner.`;
  return 'No team owns what broke, so nobody has it yet. Please name an owner.';
}

async function send(
  tx: Tx,
  { catalog, contacts, flag, type, subject, note }: Telling,
  { people, first }: { readonly people: readonly string[]; readonly first?: string },
): Promise<string[]> {
  const { incidentId: id, title, questions } = flag;
  if (people.length === 0) return [];
  return tell(tx, {
    ...{ catalog, contacts, people, type, subject, path: `/incidents/${id}` },
    key: `${type === 'rca-due' ? 'rca-due' : 'rca'}-${id}-${tx.now.getTime()}`,
    lines: [
      ...(first === undefined ? [] : [first]),
      title,
      ...(note === '' ? [] : [note]),
      'It should answer:',
      ...questions.map((question) => `- ${question}`),
    ],
  });
}
