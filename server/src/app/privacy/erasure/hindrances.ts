import { readCatalog, type Catalog } from '#catalog';
import { readRoster, shifts } from '#oncall';
import type { Ctx } from '#platform';
import { utcMinute } from '@fieldmarshal/contract/text';

const daysAhead = 14;
const dayMs = 24 * 60 * 60 * 1000;

/** What stands against erasing the person now, in sentences that say what to do. */
export async function hindrancesOf(ctx: Ctx, person: string, displayName: string): Promise<string[]> {
  const { actor } = ctx;
  const roster = await readRoster(ctx.env);
  const catalog = await readCatalog(ctx.env);
  const isSelf = (actor.kind === 'person' || actor.kind === 'token') && actor.person === person;
  return [
    ...(isSelf ? ['You cannot erase yourself. Ask another administrator.'] : []),
    ...onCall(roster, { person, displayName, now: ctx.env.clock.now().getTime() }),
    ...(await openPages(ctx, person, displayName)),
    ...named(catalog, person, displayName),
  ];
}

function onCall(
  roster: Catalog,
  { person, displayName, now }: { person: string; displayName: string; now: number },
): string[] {
  return roster.list('Schedule').flatMap(({ name, spec }) => {
    const first = shifts(spec, { from: now, to: now + daysAhead * dayMs }).find(({ people }) =>
      people.includes(person),
    );
    if (first === undefined) return [];
    return first.from <= now
      ? [`${displayName} is on call for ${name} until ${utcMinute(first.to)}. Put somebody else on first.`]
      : [
          `${displayName} will be on call for ${name} from ${utcMinute(first.from)}. Put somebody else on first.`,
        ];
  });
}

async function openPages(ctx: Ctx, person: string, displayName: string): Promise<string[]> {
  const rows = await ctx.env.databases.worker
    .selectFrom('page')
    .select('id')
    .where('person', '=', person)
    .where('state', '=', 'open')
    .limit(1)
    .execute();
  return rows.length === 0
    ? []
    : [`${displayName} is being paged at this moment. Wait until that is answered.`];
}

/** Objects that name the person would name nobody afterwards. */
function named(catalog: Catalog, person: string, displayName: string): string[] {
  const object = catalog.get('Person', person);
  const referrers = new Set(catalog.referrersOf('Person', person).map(({ kind, name }) => `${kind} ${name}`));
  const sentences = [...referrers]
    .slice(0, 20)
    .map((each) => `${displayName} is named by ${each}. Take them out there first.`);
  const isElsewhere = object !== undefined && !['ui', 'api'].includes(object.origin.from);
  return isElsewhere
    ? [
        ...sentences,
        `The Person ${person} comes from ${object.origin.path ?? 'a file'}. Remove it there and apply first.`,
      ]
    : sentences;
}
