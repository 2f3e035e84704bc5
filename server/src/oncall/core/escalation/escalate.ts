import type { Severity } from '@fieldmarshal/contract';
import { chainFor, countsAs } from './applies.ts';
import { chainOf, type EscalationState, type PolicySnapshot } from './escalation-state.ts';
import { followedBy, unchanged, type Input, type Ring, type Step, type World } from './machine.ts';
import { advanceIfAlone, nextWayAt, ringAgainBySeverity, ringDueWays, takeReceipt } from './personal.ts';
import { isOfShadow, takeShadowAnswer, takeShadowReceipt, withShadows } from './shadows.ts';
import { advance, restart } from './walk.ts';

/**
 * Starts an escalation: rings the first step that has anybody. Promises, for {@link escalate} too: it is answered, or it goes on to the
 * end of its policy, then to the fallback, then says loudly that it is exhausted; it never stops in silence. No person is rung twice
 * by one method in one step. Nothing rings after an acknowledgement or a stop, except that an acknowledged incident which stalls begins
 * anew where its policy says so. No step rings before the one before it had its time, unless nobody of that one can answer.
 */
export function startEscalating(policy: PolicySnapshot, severity: Severity | null, world: World): Step {
  const state: EscalationState = {
    version: 2,
    status: 'paging',
    policy,
    severity,
    chain: chainFor(policy, { severity, now: world.now }),
    walk: 0,
    round: 0,
    step: -1,
    dueAt: world.now,
    stalledAt: null,
    people: {},
    declined: [],
    shadows: {},
  };
  return withShadows(advance(state, world), world);
}

/** Takes in one thing that happened. Inputs may come late, twice and in any order. */
export function escalate(state: EscalationState, input: Input, world: World): Step {
  if (input.kind === 'shadow-answered') return takeShadowAnswer(state, input.person);
  if (input.kind === 'receipt' && isOfShadow(state, input)) return takeShadowReceipt(state, input, world);
  return withShadows(take(state, input, world), world);
}

function take(
  state: EscalationState,
  input: Exclude<Input, { kind: 'shadow-answered' }>,
  world: World,
): Step {
  switch (input.kind) {
    case 'timer':
      return takeTimer(state, world);
    case 'acknowledged': {
      if (state.status !== 'paging' && state.status !== 'exhausted') return unchanged(state);
      const stalledAt = stallAt(state, world);
      return unchanged({ ...state, status: 'acknowledged', dueAt: null, stalledAt });
    }
    case 'activity': {
      const isWatched = state.status === 'acknowledged' && state.stalledAt !== null;
      return unchanged(isWatched ? { ...state, stalledAt: stallAt(state, world) } : state);
    }
    case 'severity':
      return takeSeverity(state, input.severity, world);
    case 'stopped':
      if (state.status === 'stopped') return unchanged(state);
      return unchanged({ ...state, status: 'stopped', dueAt: null, stalledAt: null });
    case 'held':
      if (state.status !== 'paging') return unchanged(state);
      return {
        state: { ...state, status: 'exhausted', dueAt: null },
        effects: [{ kind: 'exhausted', final: true, why: input.why }],
      };
    case 'declined': {
      const isAsked = state.people[input.person]?.ring === input.ring;
      if (state.status !== 'paging' || !isAsked || state.declined.includes(input.person))
        return unchanged(state);
      return advanceIfAlone({ ...state, declined: [...state.declined, input.person] }, world);
    }
    case 'receipt':
      return state.status === 'paging' ? takeReceipt(state, input, world) : unchanged(state);
  }
}

/** When the machine wants its timer next; null where it waits for nothing. */
export function nextAt(state: EscalationState): number | null {
  if (state.status === 'acknowledged') return state.stalledAt;
  if (state.dueAt === null) return null;
  return Math.min(state.dueAt, nextWayAt(state) ?? Infinity);
}

function takeTimer(state: EscalationState, world: World): Step {
  if (state.status === 'acknowledged') return takeStall(state, world);
  if (state.status !== 'paging' || state.dueAt === null) return unchanged(state);
  const rung = ringDueWays(state, world);
  return world.now < state.dueAt ? rung : followedBy(rung, (next) => advance(next, world));
}

function takeStall(state: EscalationState, world: World): Step {
  if (state.stalledAt === null || world.now < state.stalledAt) return unchanged(state);
  const minutes = state.policy.ackTimeoutMinutes ?? 0;
  const why = `It was acknowledged, but nobody has done anything on it for ${minutes} min. Paging begins anew.`;
  const begun = restart({ ...state, declined: [], dueAt: state.stalledAt }, world);
  return { state: begun.state, effects: [{ kind: 'stalled', why }, ...begun.effects] };
}

function stallAt({ policy }: EscalationState, { now }: World): number | null {
  return policy.ackTimeoutMinutes === null ? null : now + policy.ackTimeoutMinutes * 60_000;
}

/**
 * A severity that is lowered, or changes while nobody is being paged, only holds for what follows. A raised one begins the walk anew
 * where the policy pages otherwise for it; where it does not, the people of the running step are rung by their rules for it.
 */
function takeSeverity(state: EscalationState, severity: Severity | null, world: World): Step {
  if (severity === state.severity || state.status === 'stopped') return unchanged(state);
  const next = { ...state, severity };
  const isRaised = countsAs(severity) < countsAs(state.severity);
  if (!isRaised || state.status === 'acknowledged') return unchanged(next);
  if (state.status === 'exhausted' || isPagedOtherwise(state, next, world)) return restart(next, world);
  return ringAgainBySeverity(next, world);
}

function isPagedOtherwise(before: EscalationState, after: EscalationState, { now }: World): boolean {
  if (chainFor(after.policy, { severity: after.severity, now }) !== before.chain) return true;
  const { steps } = chainOf(before);
  const reached = before.round > 0 ? steps : steps.slice(0, before.step);
  const [old, raised] = [countsAs(before.severity), countsAs(after.severity)];
  return reached.some(({ when }) => {
    const severities = when?.severities;
    return severities !== undefined && !severities.includes(old) && severities.includes(raised);
  });
}

/** Who is rung next unless somebody answers, and when; null where nobody will be. */
export function nextUp(state: EscalationState, world: World): { dueAt: number; people: string[] } | null {
  if (state.status !== 'paging' || state.dueAt === null) return null;
  const rings = advance(state, world).effects.filter((effect): effect is Ring => effect.kind === 'ring');
  const people = [...new Set(rings.map(({ person }) => person))];
  return people.length > 0 ? { dueAt: state.dueAt, people } : null;
}
