import { escalationPolicySpec, pageTarget } from '@fieldmarshal/contract/catalog';
import { channelName } from '@fieldmarshal/contract/delivery';
import { severity } from '@fieldmarshal/contract';
import { z } from 'zod';
import { upgraded } from './older-state.ts';

const policySpec = escalationPolicySpec.shape;
const when = policySpec.variants.unwrap().element.shape.when;

const chain = z.object({
  /** Null for the policy's own steps. */
  name: z.string().nullable(),
  /** Null = always. */
  when: when.nullable(),
  steps: z.array(
    z.object({ targets: z.array(pageTarget), minutes: z.number().positive(), when: when.nullable() }),
  ),
  /** How often the chain is walked again before the fallback; 0 = walked once. */
  repeat: z.number().int().min(0),
  fallback: z.array(pageTarget),
});
export type Chain = z.infer<typeof chain>;

/** A policy as it was when the escalation started; editing the policy later does not change a running escalation. */
const policySnapshot = z.object({
  /** Null where paging was asked for by hand or no policy was found. */
  name: z.string().nullable(),
  /** The variants in their order, and last what holds where none of them does. */
  chains: z.array(chain).min(1),
  /** Null = an acknowledged incident is never paged again by itself. */
  ackTimeoutMinutes: z.number().positive().nullable(),
});
export type PolicySnapshot = z.infer<typeof policySnapshot>;

const ringing = z.object({
  /** The last step that rang this person, see {@link ringName}. */
  ring: z.string(),
  why: z.string(),
  team: z.string().nullable(),
  /** In the order in which they are tried. `dueAt`: rung then (milliseconds since the epoch); null = only where an earlier one fails. */
  methods: z.array(z.object({ channel: channelName, destination: z.string(), dueAt: z.number().nullable() })),
  /** Places in `methods`: those that were rung … */
  rung: z.array(z.number().int()),
  /** … of these, those that fail or are tried on for so long that another way is taken beside them … */
  troubled: z.array(z.number().int()),
  /** … and of these, those that were given up. All methods = the person cannot be reached. */
  failed: z.array(z.number().int()),
});
export type Ringing = z.infer<typeof ringing>;

const shadowing = z.object({
  /** Whom they shadow, and the ring in which they were last rung beside them. */
  of: z.string(),
  ring: z.string(),
  why: z.string(),
  leads: z.boolean(),
  methods: z.array(z.object({ channel: channelName, destination: z.string() })),
  /** Places in `methods` that were rung. */
  rung: z.array(z.number().int()),
  answered: z.boolean(),
});
export type Shadowing = z.infer<typeof shadowing>;

const current = z.object({
  version: z.literal(2),
  status: z.enum(['paging', 'acknowledged', 'stopped', 'exhausted']),
  policy: policySnapshot,
  /** Null = not assessed, which counts as SEV1. */
  severity: severity.nullable(),
  /** The place in `policy.chains` of the one that is walked. */
  chain: z.number().int().min(0),
  /** How often the walk began anew: after a stall, or a raised severity. */
  walk: z.number().int().min(0),
  /** Walks through the chain before this one. */
  round: z.number().int(),
  /** The step that rings; the number of steps = the fallback; -1 = none yet. */
  step: z.number().int(),
  /** When the next step follows; set exactly while `status` is paging. */
  dueAt: z.number().nullable(),
  /** When an acknowledged incident counts as stalled; null = never. */
  stalledAt: z.number().nullable(),
  people: z.record(z.string(), ringing),
  /** Who said they cannot take it; later steps leave them out, the fallback does not. */
  declined: z.array(z.string()),
  /** Trainees who were rung beside somebody; they decide nothing. States of before they were known have none. */
  shadows: z.record(z.string(), shadowing).default({}),
});

/** One escalation, in the form of today; reads every form that was ever stored. */
export const escalationState = z.preprocess(upgraded, current);
export type EscalationState = z.infer<typeof current>;

/** The chain that is walked. */
export function chainOf({ policy, chain: place }: Pick<EscalationState, 'policy' | 'chain'>): Chain {
  const found = policy.chains[place] ?? policy.chains.at(-1);
  return found ?? { name: null, when: null, steps: [], repeat: 0, fallback: [] };
}

/**
 * Names one step of one round, `r0s0`, `r0s1`, … and `rf` for the fallback, after `w1`, `w2`, … where the walk began anew; part of the
 * idempotency key of its pages.
 */
export function ringName(
  state: Pick<EscalationState, 'walk' | 'round' | 'step' | 'policy' | 'chain'>,
): string {
  const walk = state.walk === 0 ? '' : `w${state.walk}`;
  return state.step >= chainOf(state).steps.length ? `${walk}rf` : `${walk}r${state.round}s${state.step}`;
}
