import type { AmbushConsent } from '@fieldmarshal/contract/readiness';

/** What speaks for or against testing somebody at a moment. */
export interface Moment {
  readonly consent: AmbushConsent;
  /** Whether it is inside their quiet hours, or the time for the answer ends there; of who named none, between 22 and 7. */
  readonly isQuiet: boolean;
  /** Whether they lead an incident that is open, a drill's too, or are being paged. */
  readonly isBusy: boolean;
  /** How many ways their own rules ring at such a moment. */
  readonly ways: number;
}

/** Whether somebody who is on may be paged for practice now. A SEV1 is asked for before: then nobody is. */
export function mayAmbush({ consent, isQuiet, isBusy, ways }: Moment): boolean {
  if (consent === 'no' || isBusy || ways === 0) return false;
  return consent === 'any-time' || !isQuiet;
}

/** What calls off a test that waits for its answer, in whole sentences; null: nothing, it goes on. */
export function comesBetween({
  isBurning,
  ...moment
}: Omit<Moment, 'ways'> & { readonly isBurning: boolean }): string | null {
  if (isBurning) return 'A SEV1 began meanwhile.';
  if (moment.isBusy) return 'They were paged, or led an incident, meanwhile.';
  if (moment.isQuiet && moment.consent !== 'any-time') return 'Their quiet hours began meanwhile.';
  return null;
}

const dayMs = 86_400_000;
/** A moment that passed without a test for so long is drawn anew: else tests would come at the beginning of a watch. */
const missedMs = 10 * 60_000;
const againMs = dayMs / 2;

/** What becomes of a turn at `now`. `chance` is 0 (included) to 1, drawn for this very look; instants in ms since 1970. */
export function turnAt(
  dueAt: number | null,
  { now, everyDays, chance, may }: { now: number; everyDays: number; chance: number; may: boolean },
): { readonly test: boolean; readonly dueAt: number } {
  const everyMs = everyDays * dayMs;
  if (dueAt === null) return { test: false, dueAt: now + chance * everyMs };
  if (dueAt > now) return { test: false, dueAt };
  if (!may || now - dueAt > missedMs) return { test: false, dueAt: now + chance * againMs };
  return { test: true, dueAt: now + (0.5 + chance) * everyMs };
}

interface Counted {
  readonly state: 'answered' | 'missed';
  /** From the first message to the answer, or for as long as it was waited for. */
  readonly ms: number;
}

/** Fewer tests say nothing of how fast people are. */
const fewest = 3;

export interface Answering {
  readonly tested: number;
  readonly answered: number;
  /** Nearest rank; a missed one counts as the time it was waited for. Null below three tests. */
  readonly medianMs: number | null;
  readonly p90Ms: number | null;
}

export function answeringOf(tests: readonly Counted[]): Answering {
  const sorted = tests.map(({ ms }) => ms).sort((a, b) => a - b);
  const rank = (share: number): number | null =>
    sorted.length < fewest ? null : (sorted[Math.ceil(share * sorted.length) - 1] ?? null);
  return {
    tested: tests.length,
    answered: tests.filter(({ state }) => state === 'answered').length,
    medianMs: rank(0.5),
    p90Ms: rank(0.9),
  };
}
