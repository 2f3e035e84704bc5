import type { Severity } from '@fieldmarshal/contract';
import type { Ctx } from '#platform';

export interface StartEscalation {
  readonly incidentId: string;
  /** The team that is asked for; null = the incident as a whole. One escalation runs for each. */
  readonly team?: string | null;
  /** Name of an EscalationPolicy; null = the team's, else the default one. */
  readonly policy: string | null;
  /** Why people are paged, for their eyes, e.g. `Declared by Mira Khan` or `Alert group of route checkout`. */
  readonly reason: string;
  readonly title: string;
  readonly severity: Severity | null;
  /** What is known already, shown on the page in this order; at most 8 lines. */
  readonly known?: readonly { readonly label: string; readonly value: string }[];
  /** When the paging was due, e.g. the fact's `at`; a page sent over ten minutes later is marked late. */
  readonly dueAt?: string;
}

/** Starts paging for (incident, team); where that runs already it changes nothing. Returns the escalation's id. */
export async function startEscalation(_ctx: Ctx, _input: StartEscalation): Promise<{ escalationId: string }> {
  throw new Error('in progress');
}
