import { z } from 'zod';
import { pageTarget } from '@fieldmarshal/contract/catalog';
import { channelName } from '@fieldmarshal/contract/delivery';

/** A policy as it was when the escalation started; editing the policy later does not change a running escalation. */
const policySnapshot = z.object({
  /** Null where paging was asked for by hand or no policy was found. */
  name: z.string().nullable(),
  steps: z.array(z.object({ targets: z.array(pageTarget), minutes: z.number().positive() })),
  /** How often the chain is walked again before the fallback; 0 = walked once. */
  repeat: z.number().int().min(0),
  fallback: z.array(pageTarget),
});
export type PolicySnapshot = z.infer<typeof policySnapshot>;

const ringing = z.object({
  /** The last step that rang this person, see {@link ringName}. */
  ring: z.string(),
  methods: z.array(z.object({ channel: channelName, destination: z.string() })),
  /** The contact method tried last; earlier ones may still be under way. */
  method: z.number().int(),
  /** Methods that were given up; all of them = the person cannot be reached. */
  failed: z.array(z.number().int()),
});
export type Ringing = z.infer<typeof ringing>;

/** One escalation. `dueAt` (milliseconds since the epoch) is set exactly while `status` is paging. */
export const escalationState = z.object({
  status: z.enum(['paging', 'acknowledged', 'stopped', 'exhausted']),
  policy: policySnapshot,
  /** Walks through the chain before this one. */
  round: z.number().int(),
  /** The step that rings; the number of steps = the fallback; -1 = none yet. */
  step: z.number().int(),
  dueAt: z.number().nullable(),
  people: z.record(z.string(), ringing),
  /** Who said they cannot take it; later steps leave them out, the fallback does not. */
  declined: z.array(z.string()),
});
export type EscalationState = z.infer<typeof escalationState>;

/** Names one step of one round, `r0s0`, `r0s1`, … and `rf` for the fallback; part of the idempotency key of its pages. */
export function ringName({
  round,
  step,
  policy,
}: Pick<EscalationState, 'round' | 'step' | 'policy'>): string {
  return step >= policy.steps.length ? 'rf' : `r${round}s${step}`;
}
