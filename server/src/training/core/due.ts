import { isKnownEvent, type StoredEvent } from '@fieldmarshal/contract/incidents';
import type { Script, ScriptStep, StepTime } from './script.ts';

/** The drill's own log so far, each entry with the scenario time at which it was written. */
export interface Happened {
  readonly atMs: number;
  readonly event: StoredEvent;
}

/** A team that the scenario says nothing of answers after this long that it sees nothing. */
const idleAnswerMs = 60_000;

interface Position {
  readonly played: ReadonlySet<string>;
  readonly happened: readonly Happened[];
}

export interface DueStep {
  readonly step: ScriptStep;
  readonly atMs: number;
}

/** Every step that is not played yet and whose time is known, the earliest first; in the order of the script where two are due together. */
export function coming(script: Script, position: Position): DueStep[] {
  const steps = [...script.steps, ...idleAnswers(script, position.happened)];
  return steps
    .filter(({ key }) => !position.played.has(key))
    .flatMap((step) => {
      const atMs = dueAt(step.time, position.happened);
      return atMs === null ? [] : [{ step, atMs }];
    })
    .toSorted((a, b) => a.atMs - b.atMs);
}

function dueAt(time: StepTime, happened: readonly Happened[]): number | null {
  if (time.kind === 'time') return time.atMs;
  const first = happened.find(({ event }) => holds(time, event));
  return first === undefined ? null : first.atMs + time.afterMs;
}

function holds(time: Exclude<StepTime, { kind: 'time' }>, event: StoredEvent): boolean {
  if (!isKnownEvent(event)) return false;
  switch (time.kind) {
    case 'team':
      return event.type === 'team-engaged' && event.data.team === time.team;
    case 'state':
      return event.type === 'state-changed' && event.data.to === time.state;
    case 'severity':
      return event.type === 'severity-changed' && event.data.to === time.severity;
  }
}

function idleAnswers(script: Script, happened: readonly Happened[]): ScriptStep[] {
  const spoken = new Set(
    script.steps.flatMap(({ time, event }) => [
      ...(time.kind === 'team' ? [time.team] : []),
      ...teamOf(event.data),
    ]),
  );
  return happened.flatMap(({ event }): ScriptStep[] => {
    if (!isKnownEvent(event) || event.type !== 'team-engaged' || event.data.how !== 'asked') return [];
    const { team } = event.data;
    if (spoken.has(team)) return [];
    spoken.add(team);
    const note = 'Nothing of ours looks wrong at the moment.';
    const data = { team, from: 'engaged', to: 'acknowledged', note };
    return [
      {
        key: `idle ${team}`,
        time: { kind: 'team', team, afterMs: idleAnswerMs },
        voice: { kind: 'system', id: 'drill', name: `${team} on call`, person: null },
        event: { type: 'team-state-changed', version: 1, data },
      },
    ];
  });
}

function teamOf(data: unknown): string[] {
  return typeof data === 'object' && data !== null && 'team' in data && typeof data.team === 'string'
    ? [data.team]
    : [];
}
