import type { PageTarget } from '@fieldmarshal/contract/catalog';
import type { ChannelName } from '@fieldmarshal/contract/delivery';
import type { Severity } from '@fieldmarshal/contract';
import type { EscalationState } from './escalation-state.ts';

/** One way to reach a person; `afterMs` counts from the beginning of the step, null = only where an earlier way fails. */
export interface Way {
  readonly channel: ChannelName;
  readonly destination: string;
  readonly afterMs: number | null;
}

/** A person as a target resolves at one moment. No methods = nobody knows how to reach them, or they are not to be disturbed. */
export interface Reach {
  readonly person: string;
  readonly methods: readonly Way[];
  /** As what they are paged, e.g. `on call for edge-on-call`. */
  readonly why: string;
  /** The team they are paged for, where the target names one. */
  readonly team: string | null;
  /** They are asked with those of the target, not among them: a round-robin group has its turns without them. */
  readonly isBeside?: boolean;
}

/** Somebody who learns beside a person: rung with them, and never counted among those who answer. */
export interface Shadow {
  readonly person: string;
  /** The first is rung; the others where it fails. None = not now. */
  readonly methods: readonly Pick<Way, 'channel' | 'destination'>[];
  /** As what they are paged. */
  readonly why: string;
  /** Reverse: they are to lead once the person has acknowledged. */
  readonly leads: boolean;
}

/** For what people are looked up. `isLast`: there is nobody behind them, so that quiet hours do not hold. */
export interface Asking {
  readonly severity: Severity | null;
  readonly isLast: boolean;
}

/** By group: when it was whose turn last, as numbers that grow; who is missing never had one. */
export type Turns = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What the machine knows of the world at one moment. */
export interface World {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Who answers for a target now; empty where nobody does. */
  readonly reach: (target: PageTarget, asking: Asking) => readonly Reach[];
  readonly turns: Turns;
  /** Who shadows a person now; left out = nobody shadows anybody. */
  readonly shadowsOf?: (person: string, severity: Severity | null) => readonly Shadow[];
}

export type Input =
  /** Something of the escalation is due; early, late and repeated ones are harmless. */
  | { readonly kind: 'timer' }
  | { readonly kind: 'acknowledged' }
  /** A person did something on the incident: it has not stalled. */
  | { readonly kind: 'activity' }
  | { readonly kind: 'severity'; readonly severity: Severity | null }
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
  /** A shadow answered their page, whatever they said. */
  | { readonly kind: 'shadow-answered'; readonly person: string }
  /** Nothing more is sent until a person asks for it, e.g. after a restore; `why` is the sentence for the log. */
  | { readonly kind: 'held'; readonly why: string }
  /** The incident is over, or its paging is. */
  | { readonly kind: 'stopped' };

export interface Ring {
  readonly kind: 'ring';
  readonly person: string;
  readonly ring: string;
  readonly method: number;
  readonly channel: ChannelName;
  readonly destination: string;
  readonly why: string;
  readonly team: string | null;
  /** When this was due; earlier than now where it is late. */
  readonly dueAt: number;
  /** The group whose turn this person takes; null where everybody is asked. */
  readonly turnOf: string | null;
}

/** One message to a shadow of a person who is rung. */
export interface ShadowRing extends Omit<Ring, 'kind' | 'team' | 'turnOf'> {
  readonly kind: 'shadow-ring';
  /** Whom they shadow. */
  readonly of: string;
  readonly leads: boolean;
}

export type Effect =
  | Ring
  | ShadowRing
  /** Nobody of the chain answered. `final` = nobody is left to page; else the fallback rings now. */
  | { readonly kind: 'exhausted'; readonly final: boolean; readonly why: string }
  /** A step whose turn it was had nobody who can be reached, quiet hours aside; told in the first walk only. */
  | { readonly kind: 'nobody'; readonly why: string }
  /** Acknowledged, and then nobody did anything: the chain begins anew. */
  | { readonly kind: 'stalled'; readonly why: string };

export interface Step {
  readonly state: EscalationState;
  readonly effects: readonly Effect[];
}

export function unchanged(state: EscalationState): Step {
  return { state, effects: [] };
}

/** The second step after the first, its effects behind those of the first. */
export function followedBy(first: Step, next: (state: EscalationState) => Step): Step {
  const second = next(first.state);
  return { state: second.state, effects: [...first.effects, ...second.effects] };
}
