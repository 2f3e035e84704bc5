import type { ScenarioSpec } from '@fieldmarshal/contract/training';
import { voiceOf, type Script, type ScriptEvent, type ScriptStep, type StepTime } from './script.ts';

const minuteMs = 60_000;
type Entry = ScenarioSpec['entries'][number];

/** A scenario file as a script. Pure; entries keep their order where they are due together. */
export function scriptOfScenario(spec: ScenarioSpec): Script {
  const lengthMs = spec.minutes * minuteMs;
  const { severity, cause = null, teams, message, explanation } = spec.solution;
  return {
    lengthMs,
    steps: spec.entries.flatMap((entry, index) => stepsOf(entry, index)),
    solution: { severity, cause, teams, message, explanation, resolveMs: lengthMs },
  };
}

function stepsOf(entry: Entry, index: number): ScriptStep[] {
  const time = timeOf(entry);
  const voice = voiceOf(entry.voice);
  return eventsOf(entry, index).map((event, part) => ({ key: `${index + 1}.${part}`, time, voice, event }));
}

function timeOf({ at, when, after }: Entry): StepTime {
  const afterMs = after * minuteMs;
  if (when === undefined) return { kind: 'time', atMs: (at ?? 0) * minuteMs };
  if ('team' in when) return { kind: 'team', team: when.team, afterMs };
  if ('state' in when) return { kind: 'state', state: when.state, afterMs };
  return { kind: 'severity', severity: when.severity, afterMs };
}

function eventsOf({ say, alerts, change, team, at }: Entry, index: number): ScriptEvent[] {
  if (say !== undefined) return [noted(say)];
  if (alerts !== undefined) {
    const { title, firing, titles } = alerts;
    const group = `drill-${title}`;
    const counted = { group, title, firing, total: Math.max(firing, 1), added: firing, titles };
    return firing === 0
      ? [{ type: 'alerts-resolved', version: 1, data: { group, total: 1 } }]
      : [{ type: 'alerts-counted', version: 1, data: counted }];
  }
  if (change !== undefined) {
    const data = { change: `drill-${index + 1}`, title: change.title, product: change.product ?? null };
    return [{ type: 'change-linked', version: 1, data: { ...data, environment: null, at: null } }];
  }
  if (team === undefined) return [];
  const { team: name, state, note } = team;
  const moved = { team: name, from: 'paged', to: state, note };
  const asked = { team: name, reason: '', how: 'paged' };
  const comes: ScriptEvent[] = at === undefined ? [] : [{ type: 'team-engaged', version: 1, data: asked }];
  return [...comes, { type: 'team-state-changed', version: 1, data: moved }];
}

function noted(text: string): ScriptEvent {
  return { type: 'noted', version: 1, data: { text, code: null, attachments: [], decision: false } };
}
