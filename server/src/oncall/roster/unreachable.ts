import type { Severity } from '@fieldmarshal/contract';
import type { Spec } from '@fieldmarshal/contract/catalog';
import { readCatalog } from '#catalog';
import { lastTests, problemOf, readContacts } from '#delivery';
import type { UnreachablePerson } from '@fieldmarshal/contract/oncall';
import type { Ctx } from '#platform';
import { waysOf } from '../core/escalation/plan.ts';
import { reachabilityOf } from './reachability.ts';
import { readDirectory } from './read-roster.ts';
import { onCallNow } from './who-is-on-call.ts';

const bad = new Set(['failed', 'unknown', 'cancelled']);

/** Who is on call now and could not be reached, and why. */
export async function unreachableNow(ctx: Ctx): Promise<{ at: string; items: UnreachablePerson[] }> {
  const { at, schedules } = await onCallNow(ctx, {});
  const bySchedule = new Map<string, { displayName: string; schedules: string[] }>();
  for (const { schedule, people } of schedules)
    for (const { person, displayName } of people) {
      const known = bySchedule.get(person) ?? { displayName, schedules: [] };
      bySchedule.set(person, known);
      known.schedules.push(schedule);
    }
  const reasons = await whyUnreachable(ctx, [...bySchedule.keys()]);
  const { catalog, contacts } = await readDirectory(ctx.env);
  return {
    at,
    items: [...bySchedule].flatMap(([person, on]) => {
      const spec = catalog.get('Person', person)?.spec;
      const quiet =
        spec === undefined ? [] : quietFor(spec, contacts.methodsOf(person, spec), Date.parse(at));
      const why = [
        ...(reasons.get(person) ?? []),
        ...(quiet.length === 0
          ? []
          : [`Their quiet hours run: nothing rings them for ${quiet.join(', ')} now.`]),
      ];
      return why.length === 0 ? [] : [{ person, ...on, why }];
    }),
  };
}

/** The severities for which somebody's quiet hours leave no way to reach them at this moment, by the rule that also pages. */
function quietFor(
  spec: Spec<'Person'>,
  methods: Parameters<typeof waysOf>[0]['methods'],
  now: number,
): readonly Severity[] {
  const { notificationRules, quietHours = null } = spec;
  return (quietHours?.severities ?? []).filter(
    (severity) =>
      methods.length > 0 &&
      waysOf({ methods, notificationRules, quietHours }, { severity, now, isLast: false }).length === 0,
  );
}

/** By person, why a page would not reach them now: whole sentences, none where nothing speaks against it. */
export async function whyUnreachable(ctx: Ctx, people: readonly string[]): Promise<Map<string, string[]>> {
  const catalog = await readCatalog(ctx.env);
  const contacts = await readContacts(ctx.env);
  const pages = await reachabilityOf(ctx, people);
  const tests = await lastTests(ctx, people);
  const reasons = new Map<string, string[]>();
  for (const person of people) {
    const spec = catalog.get('Person', person)?.spec;
    if (!spec) {
      reasons.set(person, ['Nobody of this name is in the catalog any more.']);
      continue;
    }
    const methods = contacts.methodsOf(person, spec);
    const problems = await Promise.all(methods.map(async (method) => problemOf(ctx.env, method)));
    const why: string[] = [];
    if (problems.every((problem) => problem !== null))
      why.push(`No way to reach them can be used. ${[...new Set(problems)].join(' ')}`.trim());
    const page = pages.get(person);
    if (page?.state === 'not reached') why.push(`The last page did not arrive. ${page.detail ?? ''}`.trim());
    const tested = tests.filter((test) => test.person === person);
    const current = tested.filter((test) =>
      methods.some(
        ({ channel, destination }) => channel === test.channel && destination === test.destination,
      ),
    );
    if (current.length > 0 && current.every(({ state, answeredAt }) => bad.has(state) && answeredAt === null))
      why.push(`The last test failed. ${current[0]?.detail ?? ''}`.trim());
    reasons.set(person, why);
  }
  return reasons;
}
