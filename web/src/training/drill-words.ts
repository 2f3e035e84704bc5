import type { DrillDetail, DrillSummary } from '@fieldmarshal/contract/training';

const endWords = {
  resolved: 'ended: resolved',
  time: 'ended: out of time',
  stopped: 'ended: stopped',
} as const;

/** How a drill stands, in a few words. */
export function stateText({ state, speed, end }: Pick<DrillSummary, 'state' | 'speed' | 'end'>): string {
  if (state === 'running') return `running at ${speed}×`;
  if (state === 'paused') return 'paused';
  return end === null ? 'ended' : endWords[end];
}

/** Scenario time as `12:05`. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** Whole seconds of scenario time at an instant: those that the server told, and what has passed since while it runs. */
export function scenarioSeconds(
  { state, speed, elapsedS, now }: Pick<DrillDetail, 'state' | 'speed' | 'elapsedS' | 'now'>,
  nowMs: number,
): number {
  if (state !== 'running') return elapsedS;
  return Math.floor(elapsedS + (Math.max(0, nowMs - Date.parse(now)) * speed) / 1_000);
}
