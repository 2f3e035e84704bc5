import type { ServerKey } from '#delivery';
import type { Tx } from '#platform';
import { applyStep } from './apply-step.ts';
import { escalate, nextAt } from '../core/escalation/escalate.ts';
import type { Input } from '../core/escalation/machine.ts';
import { clearedWorld } from '../roster/cleared.ts';
import { worldFor, type Directory } from '../roster/roster.ts';
import { saveState, type StoredEscalation } from '../store.ts';
import { turnsFor } from './turns.ts';

interface TakeInput {
  readonly escalation: StoredEscalation;
  readonly input: Input;
  readonly directory: Directory;
  readonly key: ServerKey;
}

/** Lets the machine take in one thing that happened, and carries out what it decides. Under the paging lock of the incident. */
export async function takeInput(tx: Tx, { escalation, input, directory, key }: TakeInput): Promise<void> {
  const { id, state } = escalation;
  const turns = await turnsFor(tx, state.policy);
  const whole = worldFor(escalation.scope, directory, { now: tx.now, turns });
  const { incidentId } = escalation;
  const world = await clearedWorld(tx, { world: whole, catalog: directory.catalog, incidentId });
  const step = escalate(state, input, world);
  const isChanged = step.state !== state;
  if (isChanged) await saveState(tx, id, step.state);
  // A timer that came early is set again for when it is due.
  const isTimerOff = input.kind === 'timer' || nextAt(step.state) !== nextAt(state);
  if (step.effects.length > 0 || isTimerOff)
    await applyStep(tx, { escalation, key, step, standing: 'known' });
}
