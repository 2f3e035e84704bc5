import { hintsOf } from './hints.ts';

/** What triage knows of an incident. Counts of what is not known are null: unknown counts as the worse value. */
export interface TriageFacts {
  readonly severity: string | null;
  /** What the impact says it should be, with its reason, while nobody has answered that; null: nothing else than it is. */
  readonly proposed: { readonly severity: string; readonly reason: string } | null;
  /** Whether somebody wrote of lost data or of security. */
  readonly dataOrSecurity: Cited | null;
  /** Products hit, and how many of them a mission-critical workflow needs. */
  readonly products: number;
  readonly criticalProducts: number;
  readonly teams: number;
  readonly causeKnown: boolean;
  /** Minutes since it began, and since it began until the first word of it. */
  readonly ageMinutes: number;
  readonly unnoticedMinutes: number;
  readonly reportedByCustomer: Cited | null;
  readonly regions: number;
  /** Products that need the ones hit. */
  readonly dependents: number;
  readonly failedMitigation: Cited | null;
  readonly regression: Cited | null;
  readonly hasOwner: boolean;
  /** The owning team, where it gave back or left most of the latest that it was given alone. */
  readonly teamGivesBack?: { readonly team: string; readonly of: number; readonly back: number } | null;
  /** Title and what people wrote. */
  readonly text: string;
}

/** Ids of the entries that say so. */
type Cited = readonly string[];

interface Point {
  readonly id: string;
  readonly points: number;
  readonly text: string;
  readonly cites: Cited;
}

export type Advice = 'field-marshal' | 'ask' | 'team';

export interface Triage {
  readonly advice: Advice;
  readonly total: number;
  readonly points: readonly Point[];
  /** Why it stands although the points fell below its threshold; null where they did not. */
  readonly held: string | null;
  /** What would change the advice, in words. */
  readonly change: readonly string[];
  /** -2..3 or so, from words alone; decides nothing, orders what facts leave equal. */
  readonly hint: number;
}

export interface Thresholds {
  readonly fieldMarshal: number;
  readonly ask: number;
}

export const defaultThresholds: Thresholds = { fieldMarshal: 3, ask: 2 };
/** How far below a threshold the total must fall before advice goes down again. */
const hysteresis = 1;
const causeDueMinutes = 15;

interface Rule {
  readonly id: string;
  readonly points: number;
  readonly holds: boolean;
  readonly text: string;
  /** What would make it hold; null where nothing that may still happen would. */
  readonly would: string | null;
  readonly cites?: Cited | null;
}

/**
 * Whether a product team alone can do it, or a Field Marshal should lead: transparent points, the points themselves, and what would change
 * the answer. `before` is the advice given last: it goes up at once and down only when the total is well below.
 */
export function advise(
  facts: TriageFacts,
  before: Advice | null = null,
  thresholds: Thresholds = defaultThresholds,
): Triage {
  return advised(facts, before, thresholds);
}

/**
 * The advice after a course of facts, oldest first, the last one those of now: each step knows what was advised before it, so that one point
 * less than a moment ago does not send a Field Marshal away. Where that is why the advice stands, `held` says so.
 */
export function adviseAlong(
  course: readonly TriageFacts[],
  now: TriageFacts,
  thresholds: Thresholds = defaultThresholds,
): Triage {
  let before: Advice | null = null;
  let most = 0;
  for (const facts of course) {
    const step = advised(facts, before, thresholds);
    before = step.advice;
    most = Math.max(most, step.total);
  }
  const held = advised(now, before, thresholds);
  if (held.advice === advised(now, null, thresholds).advice) return held;
  const limit = (held.advice === 'field-marshal' ? thresholds.fieldMarshal : thresholds.ask) - hysteresis;
  return {
    ...held,
    held: `It had ${most} points before; the advice goes down only once there are fewer than ${limit}.`,
  };
}

/** Whether what was advised before can matter: only just below a threshold. */
export function isNearThreshold(facts: TriageFacts, thresholds: Thresholds): boolean {
  const { total } = advised(facts, null, thresholds);
  return [thresholds.ask, thresholds.fieldMarshal].some(
    (limit) => total < limit && total >= limit - hysteresis,
  );
}

function advised(facts: TriageFacts, before: Advice | null, thresholds: Thresholds): Triage {
  const rules = rulesOf(facts);
  const points = rules
    .filter(({ holds }) => holds)
    .map(({ id, points, text, cites }) => ({ id, points, text, cites: cites ?? [] }));
  const total = points.reduce((sum, point) => sum + point.points, 0);
  const eased = (limit: number, held: boolean): boolean => total >= limit - (held ? hysteresis : 0);
  const advice: Advice = eased(thresholds.fieldMarshal, before === 'field-marshal')
    ? 'field-marshal'
    : eased(thresholds.ask, before === 'ask')
      ? 'ask'
      : 'team';
  return {
    advice,
    total,
    points,
    held: null,
    change: changeOf(rules, { advice, total, thresholds }),
    hint: hintOf(facts),
  };
}

function rulesOf(facts: TriageFacts): Rule[] {
  const extra = Math.min(3, Math.max(0, facts.products - 1));
  const isLate = !facts.causeKnown && facts.ageMinutes >= causeDueMinutes;
  return [
    {
      id: 'severity',
      points: 3,
      holds: facts.severity === 'SEV1',
      text: 'it is a SEV1',
      would: 'the severity is set to SEV1',
    },
    {
      id: 'proposed',
      points: 3,
      holds: facts.severity !== 'SEV1' && facts.proposed?.severity === 'SEV1',
      text: `by its impact it is a SEV1: ${facts.proposed?.reason ?? ''}`,
      would: 'its impact says SEV1',
    },
    {
      id: 'data',
      points: 3,
      holds: facts.dataOrSecurity !== null,
      text: 'data or security is at stake',
      would: 'somebody writes of lost data or of security',
      cites: facts.dataOrSecurity,
    },
    {
      id: 'critical',
      points: 2,
      holds: facts.criticalProducts > 0,
      text: `${facts.criticalProducts} of the products ${facts.criticalProducts === 1 ? 'is' : 'are'} needed by a mission-critical workflow`,
      would: 'a product of a mission-critical workflow is hit',
    },
    {
      id: 'products',
      points: extra,
      holds: extra > 0,
      text: `${facts.products} products are hit`,
      would: 'another product is hit',
    },
    {
      id: 'teams',
      points: 2,
      holds: facts.teams > 1,
      text: `${facts.teams} teams are engaged`,
      would: 'a second team is engaged',
    },
    {
      id: 'cause',
      points: 2,
      holds: isLate,
      text: `no cause is known after ${causeDueMinutes} minutes`,
      would: facts.causeKnown ? null : `no cause is known ${causeDueMinutes} minutes after it began`,
    },
    ...smallRules(facts),
  ];
}

/** One point each. */
function smallRules(facts: TriageFacts): Rule[] {
  return [
    {
      id: 'customer',
      points: 1,
      holds: facts.reportedByCustomer !== null,
      text: 'a customer reported it',
      would: null,
      cites: facts.reportedByCustomer,
    },
    {
      id: 'regions',
      points: 1,
      holds: facts.regions > 1,
      text: `${facts.regions} regions or environments are hit`,
      would: 'a second region is hit',
    },
    {
      id: 'dependents',
      points: 1,
      holds: facts.dependents >= 3,
      text: `${facts.dependents} products depend on what is hit`,
      would: null,
    },
    {
      id: 'mitigation',
      points: 1,
      holds: facts.failedMitigation !== null,
      text: 'a mitigation did not work',
      would: 'a mitigation fails',
      cites: facts.failedMitigation,
    },
    {
      id: 'regression',
      points: 1,
      holds: facts.regression !== null,
      text: 'it came back',
      would: 'it comes back after it was over',
      cites: facts.regression,
    },
    {
      id: 'team-record',
      points: 1,
      holds: (facts.teamGivesBack ?? null) !== null,
      text: `${facts.teamGivesBack?.back ?? 0} of the last ${facts.teamGivesBack?.of ?? 0} that team ${facts.teamGivesBack?.team ?? ''} was given alone came back`,
      would: null,
    },
    { id: 'owner', points: 1, holds: !facts.hasOwner, text: 'nobody is on it', would: null },
    {
      id: 'unassessed',
      points: 1,
      holds: facts.severity === null,
      text: 'the severity is not assessed, which may be the worst',
      would: null,
    },
  ];
}

function changeOf(
  rules: readonly Rule[],
  { advice, total, thresholds }: { advice: Advice; total: number; thresholds: Thresholds },
): string[] {
  if (advice === 'team' || advice === 'ask') {
    const missing = (advice === 'team' ? thresholds.ask : thresholds.fieldMarshal) - total;
    return rules
      .filter(({ holds, would, points }) => !holds && would !== null && Math.max(1, points) >= missing)
      .map(
        ({ would }) => `${advice === 'team' ? 'Ask a Field Marshal' : 'A Field Marshal leads'} if ${would}.`,
      );
  }
  const surplus = total - (thresholds.fieldMarshal - hysteresis);
  return rules
    .filter(({ holds, points }) => holds && points > surplus)
    .map(({ text }) => `The team alone could do if it were not so that ${text}.`);
}

/** 0..about 6: how grave the words and bare counts sound, for ordering reports that have nothing else. */
function hintOf({ text, products, regions, unnoticedMinutes, causeKnown }: TriageFacts): number {
  const words = hintsOf(text).reduce((sum, { weight }) => sum + weight, 0);
  const many = Math.min(3, Math.max(0, products - 1)) + Math.min(2, Math.max(0, regions - 1)) * 0.1;
  return (
    words + many + (causeKnown ? 0 : 0.5) + 0.3 * Math.log1p(Math.min(1_000, Math.max(0, unnoticedMinutes)))
  );
}
