import type { PageTarget } from '@fieldmarshal/contract/catalog';
import type { ChannelName } from '@fieldmarshal/contract/delivery';
import { ringName, type EscalationState, type PolicySnapshot, type Ringing } from './escalation-state.ts';

/** A person as a target resolves at one moment. No methods = nobody knows how to reach them. */
export interface Reach {
  readonly person: string;
  readonly methods: Ringing['methods'];
  /** As what they are paged, e.g. `on call for edge-on-call`. */
  readonly why: string;
  /** The team they are paged for, where the target names one. */
  readonly team: string | null;
}

/** What the machine knows of the world at one moment. */
export interface World {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Who answers for a target now; empty where nobody does. */
  readonly reach: (target: PageTarget) => readonly Reach[];
}

export type Input =
  /** The timer of the running step; early, late and repeated ones are harmless. */
  | { readonly kind: 'timer' }
  | { readonly kind: 'acknowledged' }
  /** `ring`: the last one that asked this person, so that an answer to an earlier page is not taken for one to a later. */
  | { readonly kind: 'declined'; readonly person: string; readonly ring: string }
  /** A message was given up (`failed`, also by a receipt that comes after it was sent), or is tried on for so long that another way is tried beside it (`delayed`). */
  | {
      readonly kind: 'receipt';
      readonly person: string;
      readonly ring: string;
      readonly method: number;
      readonly outcome: 'failed' | 'delayed';
    }
  /** Nothing more is sent until a person asks for it, e.g. after a restore; `why` is the sentence for the log. */
  | { readonly kind: 'held'; readonly why: string }
  /** The incident is over, or its paging is. */
  | { readonly kind: 'stopped' };

export type Effect =
  | {
      readonly kind: 'ring';
      readonly person: string;
      readonly ring: string;
      readonly method: number;
      readonly channel: ChannelName;
      readonly destination: string;
      readonly why: string;
      readonly team: string | null;
      /** When this was due; earlier than now where the step is late. */
      readonly dueAt: number;
    }
  /** Nobody of the chain answered. `final` = nobody is left to page; else the fallback rings now. */
  | { readonly kind: 'exhausted'; readonly final: boolean; readonly why: string };

export interface Step {
  readonly state: EscalationState;
  readonly effects: readonly Effect[];
}

/**
 * Starts an escalation: rings the first step that has anybody. Promises, for {@link escalate} too: it is answered, or it goes on to the
 * end of its policy, then to the fallback, then says loudly that it is exhausted; it never stops in silence. No person is rung twice
 * by one method in one step. Nothing rings after an acknowledgement or a stop, and no step rings before the one before it had its time,
 * unless nobody of that one can answer.
 */
export function startEscalating(policy: PolicySnapshot, world: World): Step {
  const state: EscalationState = {
    status: 'paging',
    policy,
    round: 0,
    step: -1,
    dueAt: world.now,
    people: {},
    declined: [],
  };
  return advance(state, world);
}

/** Takes in one thing that happened. Inputs may come late, twice and in any order. */
export function escalate(state: EscalationState, input: Input, world: World): Step {
  switch (input.kind) {
    case 'timer': {
      const isDue = state.status === 'paging' && state.dueAt !== null && world.now >= state.dueAt;
      return isDue ? advance(state, world) : unchanged(state);
    }
    case 'acknowledged':
      if (state.status !== 'paging' && state.status !== 'exhausted') return unchanged(state);
      return ended(state, 'acknowledged');
    case 'held':
      if (state.status !== 'paging') return unchanged(state);
      return { ...ended(state, 'exhausted'), effects: [{ kind: 'exhausted', final: true, why: input.why }] };
    case 'stopped':
      return state.status === 'stopped' ? unchanged(state) : ended(state, 'stopped');
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

function unchanged(state: EscalationState): Step {
  return { state, effects: [] };
}

function ended(state: EscalationState, status: 'acknowledged' | 'stopped' | 'exhausted'): Step {
  return { state: { ...state, status, dueAt: null }, effects: [] };
}

/** Goes to the next step that has anybody; at the end of the chain to its beginning, then to the fallback, then out. */
function advance(state: EscalationState, world: World): Step {
  const dueAt = state.dueAt ?? world.now;
  for (let next = following(state); next !== null; next = following(next)) {
    const rung = ringStep(next, { world, dueAt });
    if (rung.effects.length === 0) continue;
    if (next.step < next.policy.steps.length) return rung;
    const why = 'Nobody of the escalation policy answered. The fallback is being paged.';
    return { state: rung.state, effects: [{ kind: 'exhausted', final: false, why }, ...rung.effects] };
  }
  return {
    ...ended({ ...state, round: state.policy.repeat, step: state.policy.steps.length }, 'exhausted'),
    effects: [{ kind: 'exhausted', final: true, why: exhaustion(state) }],
  };
}

function exhaustion({ policy, people }: EscalationState): string {
  if (policy.name === null && policy.steps.length === 0)
    return 'Nobody is being paged: there is no escalation policy for this, and no default one.';
  if (Object.keys(people).length === 0)
    return 'Nobody is being paged: no step of the escalation policy has anybody who can be reached, and neither has the fallback.';
  return 'Nobody answered, the fallback included. Nobody is being paged any more.';
}

function following(state: EscalationState): EscalationState | null {
  const { policy, round, step } = state;
  if (step >= policy.steps.length) return null;
  if (step + 1 < policy.steps.length) return { ...state, step: step + 1 };
  if (round < policy.repeat && policy.steps.length > 0) return { ...state, round: round + 1, step: 0 };
  return { ...state, step: policy.steps.length };
}

/** Who is rung next unless somebody answers, and when; null where nobody will be. */
export function nextUp(state: EscalationState, world: World): { dueAt: number; people: string[] } | null {
  if (state.dueAt === null) return null;
  const people = advance(state, world).effects.flatMap((effect) =>
    effect.kind === 'ring' ? [effect.person] : [],
  );
  return people.length > 0 ? { dueAt: state.dueAt, people } : null;
}

/** The fallback, too, has time to answer before the escalation counts as exhausted. */
const fallbackMinutes = 10;

function ringStep(state: EscalationState, { world, dueAt }: { world: World; dueAt: number }): Step {
  const step = state.policy.steps[state.step];
  const { targets, minutes } = step ?? { targets: state.policy.fallback, minutes: fallbackMinutes };
  const ring = ringName(state);
  const effects: Effect[] = [];
  const people = { ...state.people };
  for (const { person, methods, why, team } of everybody(targets, world)) {
    const [first] = methods;
    const isLeftOut = step !== undefined && state.declined.includes(person);
    if (isLeftOut || first === undefined) continue;
    people[person] = { ring, methods, method: 0, failed: [] };
    effects.push({ kind: 'ring', person, ring, method: 0, ...first, why, team, dueAt });
  }
  // The fallback asks again also who declined: there is nobody else.
  const declined = state.declined.filter((person) => people[person]?.ring !== ring);
  return { state: { ...state, people, declined, dueAt: world.now + minutes * 60_000 }, effects };
}

/** Each person once, by the first target that names them. */
function everybody(targets: readonly PageTarget[], { reach }: World): Reach[] {
  const found = new Map<string, Reach>();
  for (const each of targets.flatMap((target) => reach(target)))
    if (!found.has(each.person)) found.set(each.person, each);
  return [...found.values()];
}

function takeReceipt(state: EscalationState, input: Extract<Input, { kind: 'receipt' }>, world: World): Step {
  const { person, ring, method, outcome } = input;
  const known = state.people[person];
  if (!known || known.ring !== ring || method > known.method || known.failed.includes(method))
    return unchanged(state);
  const becomes = (next: Ringing): EscalationState => ({
    ...state,
    people: { ...state.people, [person]: next },
  });
  const failed = outcome === 'failed' ? [...known.failed, method] : known.failed;
  const isDeclined = state.declined.includes(person);
  const next = known.methods[known.method + 1];
  // Another way is tried once for each that failed, and not while a later one is under way already.
  if (next && method === known.method && !isDeclined) {
    const rung: Ringing = { ...known, failed, method: known.method + 1 };
    const why = 'another contact method, since the first did not work';
    const effect: Effect = {
      kind: 'ring',
      person,
      ring,
      method: rung.method,
      ...next,
      why,
      team: null,
      dueAt: world.now,
    };
    return { state: becomes(rung), effects: [effect] };
  }
  if (outcome === 'delayed') return unchanged(state);
  return advanceIfAlone(becomes({ ...known, failed }), world);
}

/** Goes on at once where nobody of the running step can answer any more. */
function advanceIfAlone(state: EscalationState, world: World): Step {
  const ring = ringName(state);
  const mayAnswer = Object.entries(state.people).some(
    ([person, each]) =>
      each.ring === ring && each.failed.length < each.methods.length && !state.declined.includes(person),
  );
  // The next step is due now, not when the one that failed would have run out.
  return mayAnswer ? unchanged(state) : advance({ ...state, dueAt: world.now }, world);
}
