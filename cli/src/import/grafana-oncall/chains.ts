import type { Note, PolicyDraft, ScheduleDraft, TargetDraft } from '../core/draft.ts';
import { pooled, poolOf } from '../core/pool.ts';
import type { Chain, Step } from './shape.ts';

/** How long a step has where the chain ends without a wait. */
const lastStepMinutes = 5;
/** A chain repeats at most this often. */
const repeats = 5;

/** A chain is a list of "notify" and "wait"; here every step notifies and then waits. */
export function readChain({ id, name, team_id: owner }: Chain, steps: readonly Step[]): PolicyDraft {
  const notes: Note[] = [];
  const pools: ScheduleDraft[] = [];
  const made: { targets: TargetDraft[]; minutes: number }[] = [];
  let [repeat, isWaited] = [0, false];
  for (const step of steps.toSorted((a, b) => a.position - b.position)) {
    const field = `step ${step.position + 1} (${step.type})`;
    if (step.type === 'wait') {
      const minutes = (step.duration ?? 0) / 60;
      const last = made.at(-1);
      if (last) last.minutes += minutes;
      else
        notes.push({
          field,
          outcome: 'changed',
          why: `the first step comes at once here, after ${minutes} min before`,
        });
      isWaited = true;
      continue;
    }
    // What stands after these never runs.
    if (step.type === 'repeat_escalation') {
      repeat = repeats;
      break;
    }
    if (step.type === 'resolve') {
      notes.push({ field, outcome: 'lost', why: 'a chain here does not resolve what it pages about' });
      break;
    }
    const targets = targetsOf(step, { field, notes, chain: { id, name }, pools });
    if (targets.length === 0) continue;
    const last = made.at(-1);
    // What follows without a wait is notified at the same moment.
    if (last && !isWaited) last.targets.push(...targets);
    else made.push({ targets, minutes: 0 });
    isWaited = false;
  }
  const last = made.at(-1);
  if (last?.minutes === 0) {
    last.minutes = lastStepMinutes;
    notes.push({
      field: 'end',
      outcome: 'changed',
      why: `the last step has ${lastStepMinutes} min before the fallback is paged; before, nothing followed`,
    });
  }
  return { id, name, owner, steps: made, pools, repeat, notes };
}

interface Around {
  readonly field: string;
  readonly notes: Note[];
  readonly chain: Pick<Chain, 'id' | 'name'>;
  /** What its steps need beside the schedules there are. */
  readonly pools: ScheduleDraft[];
}

function targetsOf(step: Step, { field, notes, chain, pools }: Around): TargetDraft[] {
  const person = (id: string): TargetDraft => ({ kind: 'person', id });
  const inTurn = (people: readonly string[]): TargetDraft[] => {
    if (people.length < 2) return people.map(person);
    const pool = poolOf(chain, step.position + 1, people);
    pools.push(pool.schedule);
    notes.push({ field, outcome: 'changed', why: pooled });
    return [pool.target];
  };
  if (step['important'] === true)
    notes.push({
      field,
      outcome: 'lost',
      why: '"important" chooses between personal rules there; here severity does',
    });
  switch (step.type) {
    case 'notify_persons':
      return (step.persons_to_notify ?? []).map(person);
    case 'notify_person_next_each_time':
      return inTurn(step.persons_to_notify_next_each_time ?? []);
    case 'notify_on_call_from_schedule':
      return step.notify_on_call_from_schedule
        ? [{ kind: 'schedule', id: step.notify_on_call_from_schedule }]
        : [];
    case 'notify_team_members':
      return step.team_to_notify ? [{ kind: 'team', id: step.team_to_notify }] : [];
    default:
      notes.push({ field, outcome: 'lost', why: 'a step of this type does not exist here' });
      return [];
  }
}
