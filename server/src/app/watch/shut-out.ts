import { readCatalog } from '#catalog';
import { readContacts } from '#delivery';
import { readRoster, shifts, tell } from '#oncall';
import { inTransaction, type Ctx, type Env } from '#platform';
import { utcMinute } from '@fieldmarshal/contract/text';

const daysAhead = 14;
const dayMs = 24 * 60 * 60 * 1000;
const namedMax = 5;

interface Duty {
  readonly schedule: string;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

/** When these people are on call within 14 days, now included, by person; those who are not are left out. */
async function dutiesOf(env: Env, people: readonly string[]): Promise<Map<string, Duty[]>> {
  const roster = await readRoster(env);
  const from = env.clock.now().getTime();
  const span = { from, to: from + daysAhead * dayMs };
  const named = people.filter((person) => roster.referrersOf('Person', person).length > 0);
  const schedules = new Set(
    named.flatMap((person) =>
      roster.referrersOf('Person', person).flatMap(({ kind, name }) => (kind === 'Schedule' ? name : [])),
    ),
  );
  const found = new Map<string, Duty[]>();
  for (const schedule of schedules) {
    const spec = roster.get('Schedule', schedule)?.spec;
    if (spec === undefined) continue;
    for (const shift of shifts(spec, span))
      for (const person of shift.people.filter((each) => named.includes(each)))
        found.set(person, [...(found.get(person) ?? []), { schedule, from: shift.from, to: shift.to }]);
  }
  return found;
}

/** What Now says while people who may not sign in are on call: they are paged, and cannot answer here. Null: nobody is. */
export async function shutOutNotice(env: Env): Promise<string | null> {
  const rows = await env.databases.worker
    .selectFrom('account')
    .select(['person', 'display_name'])
    .where('disabled_at', 'is not', null)
    .limit(1_000)
    .execute();
  if (rows.length === 0) return null;
  const duties = await dutiesOf(
    env,
    rows.map(({ person }) => person),
  );
  const sentences = rows.flatMap(({ person, display_name: name }) => {
    const [first] = duties.get(person) ?? [];
    return first === undefined ? [] : [`${name} may not sign in, and ${wordsOf(env, first)}.`];
  });
  if (sentences.length === 0) return null;
  return `${sentences.slice(0, namedMax).join(' ')} Put somebody else there.`;
}

function wordsOf(env: Env, { schedule, from, to }: Duty): string {
  const isNow = from <= env.clock.now().getTime();
  return isNow
    ? `is on call for ${schedule} until ${utcMinute(to)}`
    : `will be on call for ${schedule} from ${utcMinute(from)}`;
}

/** Tells every lead and administrator of the catalog where somebody was shut out who is on call within 14 days. This is no page. */
export async function tellShutOut(
  ctx: Ctx,
  { factId, person, displayName }: { factId: number; person: string; displayName: string },
): Promise<void> {
  const duties = (await dutiesOf(ctx.env, [person])).get(person) ?? [];
  if (duties.length === 0) return;
  const catalog = await readCatalog(ctx.env);
  const contacts = await readContacts(ctx.env);
  await inTransaction(ctx, async (tx) =>
    tell(tx, {
      catalog,
      contacts,
      people: catalog.peopleWith('admin', 'lead').filter((each) => each !== person),
      type: 'shut-out',
      key: `shut-out-${factId}`,
      subject: `${displayName} may not sign in any more and is on call`,
      lines: [
        `The account ${person} was shut. ${displayName} ${duties
          .slice(0, namedMax)
          .map((duty) => wordsOf(ctx.env, duty))
          .join(', and ')}.`,
        'Pages still go there. Put somebody else on, or open the account again.',
      ],
      path: '/oncall',
    }),
  );
}
