import type { EscalationState, Shadowing } from './escalation-state.ts';
import { unchanged, type Input, type Shadow, type ShadowRing, type Step, type World } from './machine.ts';

/**
 * Shadows beside the machine: it decides without them, and only then they are rung with whom it rings. Nothing here changes anything
 * of a state but its `shadows`, so that a shadow can neither end nor delay nor hasten an escalation.
 */
export function withShadows({ state, effects }: Step, world: World): Step {
  const shadows = { ...state.shadows };
  const rung: ShadowRing[] = [];
  for (const effect of effects) {
    // A person's further ways ring nobody beside them: their shadow may have been rung in a later step meanwhile.
    if (effect.kind !== 'ring' || state.people[effect.person]?.rung[0] !== effect.method) continue;
    const ring = besideName(effect.ring);
    for (const shadow of world.shadowsOf?.(effect.person, state.severity) ?? []) {
      const known = shadows[shadow.person];
      // Who is asked for themselves is asked, and who has answered or was rung in this step knows.
      if (state.people[shadow.person] || known?.answered || known?.ring === ring) continue;
      if (shadow.methods.length === 0) continue;
      const begun = shadowing(shadow, { of: effect.person, ring });
      shadows[shadow.person] = begun;
      rung.push(ringOf(shadow.person, begun, { method: 0, dueAt: effect.dueAt }));
    }
  }
  if (rung.length === 0) return { state, effects };
  return { state: { ...state, shadows }, effects: [...effects, ...rung] };
}

/** Rings of shadows have names of their own, so that no receipt and no key of theirs is taken for another's. */
function besideName(ring: string): string {
  return `${ring}b`;
}

function shadowing({ methods, why, leads }: Shadow, { of, ring }: { of: string; ring: string }): Shadowing {
  const ways = methods.map(({ channel, destination }) => ({ channel, destination }));
  return { of, ring, why, leads, methods: ways, rung: [0], answered: false };
}

function ringOf(
  person: string,
  known: Shadowing,
  { method, dueAt }: Pick<ShadowRing, 'method' | 'dueAt'>,
): ShadowRing {
  const { of, ring, why, leads, methods } = known;
  const { channel, destination } = methods[method] ?? { channel: 'email', destination: '' };
  return { kind: 'shadow-ring', person, of, leads, ring, method, channel, destination, why, dueAt };
}

export function isOfShadow(
  { shadows }: EscalationState,
  { person, ring }: { person: string; ring: string },
): boolean {
  return shadows[person]?.ring === ring;
}

/** A message to a shadow fails: their next way is taken. Nobody else hears of it. */
export function takeShadowReceipt(
  state: EscalationState,
  { person, method }: Extract<Input, { kind: 'receipt' }>,
  { now }: World,
): Step {
  const known = state.shadows[person];
  if (state.status !== 'paging' || !known || known.answered || known.rung.at(-1) !== method)
    return unchanged(state);
  const next = method + 1;
  if (next >= known.methods.length) return unchanged(state);
  const rung = {
    ...known,
    why: 'another contact method, since the first did not work',
    rung: [...known.rung, next],
  };
  return {
    state: { ...state, shadows: { ...state.shadows, [person]: { ...known, rung: rung.rung } } },
    effects: [ringOf(person, rung, { method: next, dueAt: now })],
  };
}

/** A shadow follows, or cannot: later steps leave them in peace. */
export function takeShadowAnswer(state: EscalationState, person: string): Step {
  const known = state.shadows[person];
  if (!known || known.answered) return unchanged(state);
  return unchanged({ ...state, shadows: { ...state.shadows, [person]: { ...known, answered: true } } });
}
