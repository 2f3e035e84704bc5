import { counted } from '@fieldmarshal/contract/text/counted';
import type {
  ImpactBrief,
  ImpactRecord,
  ImpactRow,
  ImpactState,
  ImpactTally,
} from '@fieldmarshal/contract/impact';
import { likelyFrom, possibleFrom } from '@fieldmarshal/contract/impact/words';
import type { Health } from '../ui/HealthGlyph.tsx';

export const stateWords: Readonly<Record<ImpactState, string>> = {
  down: 'down',
  'wrong-data': 'wrong data',
  degraded: 'degraded',
  slow: 'slow',
  unknown: 'unknown',
  ok: 'works',
};

const stateHealth: Readonly<Record<ImpactState, Health>> = {
  down: 'failing',
  'wrong-data': 'failing',
  degraded: 'degraded',
  slow: 'degraded',
  unknown: 'disconnected',
  ok: 'ok',
};

/** A weak guess shows nothing of health: nobody has seen anything of it. */
export function healthOf({ state, standing, confidence }: ImpactRow): Health {
  const isGuess = standing === 'possible' && confidence !== null && confidence < possibleFrom;
  return isGuess ? 'nodata' : stateHealth[state];
}

export const kindWords = {
  workflow: 'Workflow',
  application: 'App',
  environment: 'Env',
  customer: 'Customer',
} as const;

const viaWords = {
  seen: '',
  needs: 'needed by',
  uses: 'used by',
  step: 'a step of',
  part: 'part of',
  elsewhere: 'elsewhere',
  'runs in': 'in',
  'used by': 'used by',
} as const;

/** Why it is reached, as one line: `search, a step of find, part of hearth`. Empty where its own check says so. */
export function pathText({ path }: Pick<ImpactRow, 'path'>): string {
  return path
    .map(({ name, via }, index) =>
      index === 0 ? (via === 'elsewhere' ? `${name} elsewhere` : name) : `${viaWords[via]} ${name}`,
    )
    .join(', ');
}

/** `0.90 likely`; what a person said stands for itself; `–` where nothing is heard of it. */
export function sureText({ confidence, standing }: Pick<ImpactRow, 'confidence' | 'standing'>): string {
  if (standing === 'confirmed') return 'confirmed';
  if (confidence === null) return '–';
  const word = confidence >= likelyFrom ? 'likely' : confidence >= possibleFrom ? 'possible' : 'weak';
  return `${confidence.toFixed(2)} ${word}`;
}

/** How good the first assessment was, once it is over; empty before. */
export function scoreText({ score }: Pick<ImpactRecord, 'score'>): string {
  if (score === null) return '';
  const { both, listed, hit } = score;
  return `. At first ${listed} were listed as likely, of which ${both} were hit; ${hit} were hit in all`;
}

/** What "confirm all" takes along. */
export function toConfirm(rows: readonly ImpactRow[]): ImpactRow[] {
  return rows.filter((row) => row.standing === 'likely' && row.until === null && row.decision === null);
}

/** How many of all kinds, on every page of the record. */
export function countOf(
  { totals }: Pick<ImpactRecord, 'totals'>,
  what: Exclude<keyof ImpactTally, 'of'>,
): number {
  const { workflows, applications, environments, customers } = totals;
  return [workflows, applications, environments, customers].reduce((sum, tally) => sum + tally[what], 0);
}

/** How many wait for a person's word. */
export function waitingOf(record: Pick<ImpactRecord, 'totals'>): number {
  return countOf(record, 'toConfirm');
}

/** Rows in the order and groups in which people work on them. */
export function groupsOf(rows: readonly ImpactRow[]) {
  const over = rows.filter(({ until }) => until !== null);
  const rest = rows.filter(({ until }) => until === null);
  const weak = (row: ImpactRow): boolean => row.confidence !== null && row.confidence < possibleFrom;
  const isHit = ({ standing }: ImpactRow): boolean => standing === 'confirmed' || standing === 'likely';
  return {
    hit: rest.filter((row) => isHit(row)),
    possible: rest.filter((row) => row.standing === 'possible' && !weak(row)),
    weak: rest.filter((row) => row.standing === 'possible' && weak(row)),
    notHit: rest.filter(({ standing }) => standing === 'not-hit'),
    rejected: rest.filter(({ standing }) => standing === 'rejected'),
    over,
  };
}

/** `2 apps, 12 customers, 3 to confirm`; a dash where nothing is known to be hit. */
export function briefText(brief: ImpactBrief | undefined): string {
  if (brief === undefined) return '–';
  const { totals, toConfirm } = brief;
  const part = (n: number, one: string): string[] => (n === 0 ? [] : [counted(n, one)]);
  const hit = [...part(totals.applications.hit, 'app'), ...part(totals.customers.hit, 'customer')];
  const open = toConfirm === 0 ? [] : [`${toConfirm} to confirm`];
  return hit.length === 0 ? '–' : [...hit, ...open].join(', ');
}

/** `2 of 9 workflows, 1 of 2 apps, 12 of 214 customers, ~3,100 users/h`. */
export function totalsText({ totals }: Pick<ImpactRecord, 'totals'>): string {
  const part = ({ hit, of }: ImpactTally, word: string): string => `${hit} of ${of} ${word}`;
  const users = totals.usersPerHour === null ? [] : [`~${totals.usersPerHour.toLocaleString('en')} users/h`];
  const unknown = totals.unknownEnvironments === 0 ? [] : [`${totals.unknownEnvironments} env unknown`];
  const lost =
    totals.userMinutesLost === 0 ? [] : [`${totals.userMinutesLost.toLocaleString('en')} user-minutes lost`];
  return [
    part(totals.workflows, 'workflows'),
    part(totals.applications, 'apps'),
    part(totals.environments, 'env'),
    part(totals.customers, 'customers'),
    ...unknown,
    ...users,
    ...lost,
  ].join(', ');
}
