import type { Spec } from '@fieldmarshal/contract/catalog';
import type { OwnRules, RingingRules } from '@fieldmarshal/contract/oncall/own-rules';
import { isDeepStrictEqual } from 'node:util';
import { readContacts, self, shownDestination } from '#delivery';
import { audit } from '#identity';
import { inTransaction, type Ctx } from '#platform';
import { quietWays, waysOf } from '../core/escalation/plan.ts';
import type { Way } from '../core/escalation/machine.ts';
import { rosterTold } from '../roster/read-roster.ts';
import { choiceForUpdate, dropChoice, readChoices, storeChoice } from './choice-store.ts';

const severities = ['SEV1', 'SEV2', 'SEV3', 'SEV4'] as const;

/** Which way rings whoever asks, and when; their own choice, else what the catalog says. */
export async function readOwnRules(ctx: Ctx): Promise<OwnRules> {
  const { person, spec } = await self(ctx);
  const chosen = (await readChoices(ctx.env.databases[ctx.pool])).get(person);
  return viewOf(ctx, { person, spec, chosen: chosen ?? null });
}

/** What a choice would mean. Changes nothing. */
export async function previewOwnRules(ctx: Ctx, rules: RingingRules): Promise<OwnRules> {
  return viewOf(ctx, { ...(await self(ctx)), chosen: rules });
}

/** Chooses which way rings oneself when. It holds for whatever rings from now on, and takes the place of what the catalog says. */
export async function chooseOwnRules(ctx: Ctx, rules: RingingRules): Promise<OwnRules> {
  const { person, spec } = await self(ctx);
  const view = await viewOf(ctx, { person, spec, chosen: rules });
  return inTransaction(ctx, async (tx) => {
    const before = await choiceForUpdate(tx, person);
    if (isDeepStrictEqual(before, JSON.parse(JSON.stringify(rules)))) return view;
    await storeChoice(tx, person, rules);
    audit(tx, { action: 'person.rules-chosen', subject: `Person/${person}`, before, after: rules });
    rosterTold(tx);
    return view;
  });
}

/** Takes one's choice back: what the catalog says holds again. Twice is once. */
export async function dropOwnRules(ctx: Ctx): Promise<OwnRules> {
  const { person, spec } = await self(ctx);
  const view = await viewOf(ctx, { person, spec, chosen: null });
  return inTransaction(ctx, async (tx) => {
    const before = await choiceForUpdate(tx, person);
    if (before === null) return view;
    await dropChoice(tx, person);
    audit(tx, { action: 'person.rules-dropped', subject: `Person/${person}`, before });
    rosterTold(tx);
    return view;
  });
}

interface View {
  readonly person: string;
  readonly spec: Spec<'Person'>;
  readonly chosen: RingingRules | null;
}

async function viewOf(ctx: Ctx, { person, spec, chosen }: View): Promise<OwnRules> {
  const methods = (await readContacts(ctx.env)).methodsOf(person, spec);
  const ofCatalog = { notificationRules: spec.notificationRules, quietHours: spec.quietHours ?? null };
  const isUsual = ofCatalog.notificationRules.length === 0 && ofCatalog.quietHours === null;
  const rules = chosen ?? ofCatalog;
  const { notificationRules, quietHours } = rules;
  const now = ctx.env.clock.now().getTime();
  return {
    from: chosen === null ? (isUsual ? 'usual' : 'catalog') : 'own',
    rules,
    ofCatalog,
    plan: severities.map((severity) => {
      // By the rule that also pages; at what hour does not matter without quiet hours.
      const ways = waysOf({ methods, notificationRules, quietHours: null }, { severity, now, isLast: false });
      const quiet = quietHours === null ? null : quietWays(ways, quietHours, severity);
      return { severity, ways: shown(ways), inQuietHours: quiet === null ? null : shown(quiet) };
    }),
    warnings: warningsOf(
      rules,
      methods.map(({ channel }) => channel),
    ),
  };
}

function shown(ways: readonly Way[]): OwnRules['plan'][number]['ways'] {
  const first = Math.min(...ways.map(({ afterMs }) => afterMs ?? Infinity));
  return ways.map(({ channel, destination, afterMs }, place) => ({
    channel,
    destination: shownDestination({ channel, destination }),
    // The earliest way rings at once, whatever the rules say; without any that is due, the first.
    afterMinutes: afterMs === first || (first === Infinity && place === 0) ? 0 : minutesOf(afterMs),
  }));
}

function minutesOf(ms: number | null): number | null {
  return ms === null ? null : ms / 60_000;
}

function warningsOf({ notificationRules, quietHours }: RingingRules, channels: readonly string[]): string[] {
  const named = new Set(notificationRules.flatMap(({ ring }) => ring.map(({ channel }) => channel)));
  const missing = [...named].filter((channel) => !channels.includes(channel));
  const warnings = missing.map(
    (channel) => `You have no way by ${channel} that counts: what the rules say of it is passed over.`,
  );
  if (quietHours !== null && !quietHours.channels.some((channel) => channels.includes(channel)))
    warnings.push(
      `In your quiet hours nothing rings you for ${quietHours.severities.join(', ')}: paging goes on to the next person at once. SEV1, what is not assessed, and the fallback of a policy ring you all the same.`,
    );
  return warnings;
}
