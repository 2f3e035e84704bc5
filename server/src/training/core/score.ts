import {
  firstFive,
  type Incident,
  type IncidentEvent,
  type StoredEvent,
} from '@fieldmarshal/contract/incidents';
import type { TimeMeasure } from '@fieldmarshal/contract/insights';
import type { DrillMark, DrillScore } from '@fieldmarshal/contract/training';
import type { Solution } from './script.ts';

/** What the trainee did, in scenario time. `times` are those of insights: milliseconds from the declaration; null: never. */
export interface Played {
  readonly incident: Incident;
  readonly events: readonly (StoredEvent & IncidentEvent)[];
  readonly times: Readonly<Record<TimeMeasure, number | null>>;
}

const minuteMs = 60_000;
const timeTargets = { acknowledge: 2, marshal: 5, assess: 5, message: 15 } as const;

/** The score of a drill: 0..100, the weighted share of what was done in time and right. Pure and total. */
export function scoreDrill(solution: Solution, played: Played): DrillScore {
  const marks = [...timeMarks(solution, played), ...qualityMarks(solution, played)];
  const weight = marks.reduce((sum, mark) => sum + mark.weight, 0);
  const points = marks.reduce((sum, mark) => sum + mark.points * mark.weight, 0);
  return { score: weight === 0 ? 0 : Math.round((100 * points) / weight), marks };
}

function timeMarks(solution: Solution, { times }: Played): DrillMark[] {
  const resolveMinutes = Math.max(1, Math.round(solution.resolveMs / minuteMs));
  const wanted: readonly [TimeMeasure, string, number, number][] = [
    ['acknowledge', 'Somebody is on it', timeTargets.acknowledge, 1],
    ['marshal', 'Somebody leads', timeTargets.marshal, 1],
    ['assess', 'First assessment', timeTargets.assess, 2],
    ['message', 'First message to people outside', timeTargets.message, solution.message ? 2 : 0],
    ['mitigate', 'Mitigated', resolveMinutes, 1],
    ['resolve', 'Resolved', resolveMinutes, 1],
  ];
  return wanted
    .filter(([, , , weight]) => weight > 0)
    .map(([mark, title, target, weight]) => ({
      ...{ mark, title, kind: 'time' as const, weight },
      got: times[mark] === null ? 'never' : minutesText(times[mark]),
      target: `within ${target} min`,
      points: timePoints(times[mark], target * minuteMs),
    }));
}

/** All of it in time; none at three times the target or never; evenly between. */
function timePoints(gotMs: number | null, targetMs: number): number {
  if (gotMs === null) return 0;
  return Math.min(1, Math.max(0, 1.5 - gotMs / (2 * targetMs)));
}

function minutesText(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function qualityMarks(solution: Solution, played: Played): DrillMark[] {
  const { incident, events } = played;
  const quality = { kind: 'quality' as const };
  const marks: DrillMark[] = [];
  const isAssessed = events.some((event) => isAssessment(incident, event));
  if (solution.severity !== null) marks.push(severityMark(solution.severity, incident, isAssessed));
  if (solution.cause !== null) {
    const named = incident.causeAnswer?.cause?.name ?? null;
    marks.push({
      ...{ ...quality, mark: 'cause', title: 'Cause named', weight: 3 },
      got: named ?? 'nobody named one',
      target: solution.cause,
      points: named === solution.cause ? 1 : 0,
    });
  }
  if (solution.teams.length > 0) marks.push(teamsMark(solution.teams, incident));
  if (solution.message) {
    const told = events.filter(({ type }) => type === 'communicated').length;
    marks.push({
      ...{ ...quality, mark: 'told', title: 'Messages to people outside', weight: 2 },
      ...{ got: String(told), target: 'at least 2', points: Math.min(1, told / 2) },
    });
  }
  const { steps } = firstFive(incident);
  const done = steps.filter((each) => each.done && (each.step !== 'severity' || isAssessed)).length;
  marks.push({
    ...{ ...quality, mark: 'first-five', title: 'First five minutes', weight: 1 },
    ...{
      got: `${done} of ${steps.length}`,
      target: `${steps.length} of ${steps.length}`,
      points: done / steps.length,
    },
  });
  const decided = events.filter((event) => event.type === 'noted' && event.data.decision).length;
  marks.push({
    ...{ ...quality, mark: 'decisions', title: 'Decisions written down', weight: 1 },
    ...{ got: String(decided), target: 'at least 1', points: Math.min(1, decided) },
  });
  return marks;
}

/** Somebody in the drill said how bad it is or whom it hits; how it was declared is part of what was given. */
function isAssessment({ undone }: Incident, { seq, type, actor }: Played['events'][number]): boolean {
  const isOne = type === 'severity-changed' || type === 'severity-kept' || type === 'impact-decided';
  return isOne && (actor.kind === 'person' || actor.kind === 'token') && !undone.includes(seq);
}

function severityMark(target: string, { severity }: Incident, isAssessed: boolean): DrillMark {
  const declared = severity === null ? 'not assessed' : `${severity}, as it was declared`;
  return {
    ...{ mark: 'severity', title: 'Severity', kind: 'quality', weight: 3, target },
    got: isAssessed ? (severity ?? 'not assessed') : declared,
    points: isAssessed ? severityPoints(severity, target) : 0,
  };
}

/** One step off is half right. */
function severityPoints(got: string | null, wanted: string): number {
  if (got === null) return 0;
  const off = Math.abs(Number(got.slice(-1)) - Number(wanted.slice(-1)));
  return off === 0 ? 1 : off === 1 ? 0.5 : 0;
}

/** The right ones asked in; each that was not needed takes a quarter of one away. */
function teamsMark(wanted: readonly string[], { teams }: Incident): DrillMark {
  const asked = teams.map(({ team }) => team);
  const right = wanted.filter((team) => asked.includes(team)).length;
  const extra = asked.filter((team) => !wanted.includes(team)).length;
  return {
    ...{ mark: 'teams', title: 'Teams asked in', kind: 'quality', weight: 2 },
    got: asked.length === 0 ? 'none' : asked.join(', '),
    target: wanted.join(', '),
    points: Math.max(0, (right - extra / 4) / wanted.length),
  };
}
