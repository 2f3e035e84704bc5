import type { Severity } from '@fieldmarshal/contract';
import { escalate, nextAt, startEscalating } from './escalate.ts';
import { chainOf, type EscalationState, type PolicySnapshot } from './escalation-state.ts';
import type { Effect, Ring, Step, World } from './machine.ts';

/** One moment of a rehearsed escalation, with what is done then. */
interface Moment {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Counts from 0; null for the fallback and the end. */
  readonly step: number | null;
  readonly round: number;
  readonly effects: readonly Effect[];
}

interface Rehearsal {
  readonly moments: readonly Moment[];
  /** The variant that is taken; null = the policy's own steps. */
  readonly variant: string | null;
  readonly endsAt: number;
  readonly cut: boolean;
}

interface Rehearse {
  readonly policy: PolicySnapshot;
  readonly severity: Severity | null;
  readonly at: number;
  readonly worldAt: (now: number) => World;
  /** Told of each ring before the world is asked again, so that turns go on. */
  readonly onRing: (ring: Ring) => void;
  readonly momentsMax: number;
}

/** What the machine would do from `at` on if nobody answered and every message arrived. Ends at its end, or cut after `momentsMax`. */
export function rehearse({ policy, severity, at, worldAt, onRing, momentsMax }: Rehearse): Rehearsal {
  const moments: Moment[] = [];
  let now = at;
  let step: Step = startEscalating(policy, severity, worldAt(now));
  const variant = chainOf(step.state).name;
  for (;;) {
    for (const effect of step.effects) if (effect.kind === 'ring') onRing(effect);
    if (step.effects.length > 0) moments.push({ at: now, ...placeOf(step.state), effects: step.effects });
    const next = nextAt(step.state);
    if (next === null || moments.length >= momentsMax)
      return { moments, variant, endsAt: now, cut: next !== null };
    // A timer that is due rings or moves on; should it do neither, time goes on all the same.
    now = Math.max(next, now + 1);
    step = escalate(step.state, { kind: 'timer' }, worldAt(now));
  }
}

function placeOf(state: EscalationState): Pick<Moment, 'step' | 'round'> {
  const isStep = state.step < chainOf(state).steps.length;
  return { step: isStep ? state.step : null, round: state.round };
}
