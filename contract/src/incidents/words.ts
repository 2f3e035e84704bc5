/** The fixed words of incidents, in the order screens show them. Plain arrays, so that the fold needs no schema library. */
export const severities = ['SEV1', 'SEV2', 'SEV3', 'SEV4'] as const;

export const incidentStates = [
  'triage',
  'investigating',
  'identified',
  'mitigating',
  'monitoring',
  'resolved',
  'reviewed',
] as const;
export type IncidentState = (typeof incidentStates)[number];

/** The states people move an open incident between; `triage` ends with the first acknowledgement, the last two have verbs of their own. */
export const workStates = ['investigating', 'identified', 'mitigating', 'monitoring'] as const;
export type WorkState = (typeof workStates)[number];

/** One holder each, except `shadow`. */
export const incidentRoles = ['field-marshal', 'shadow', 'communications', 'operations', 'scribe'] as const;
export type IncidentRole = (typeof incidentRoles)[number];

/** `engaged`: asked for, no page has left yet. `paged`: one has. The rest is what the team itself says. */
export const teamStates = [
  'engaged',
  'paged',
  'acknowledged',
  'joined',
  'working',
  'done',
  'declined',
] as const;
export type TeamState = (typeof teamStates)[number];

/**
 * `retrying`: failed for now and tried again by itself. `failed`: given up on this channel. `unknown`: the connection broke before the
 * receiver answered, so it may have arrived; it is sent again under the same id. `delivered`: a receipt says that it arrived.
 * `following`: a shadow has answered, which stops nothing.
 */
export const pageStatuses = [
  'sent',
  'delivered',
  'retrying',
  'unknown',
  'failed',
  'acknowledged',
  'declined',
  'following',
] as const;
export type PageStatus = (typeof pageStatuses)[number];

/** Whether a person said it, rather than a channel. */
export function isAnswerStatus(status: PageStatus): boolean {
  return status === 'acknowledged' || status === 'declined' || status === 'following';
}

/** Why a delegated incident is with the Field Marshal again: the team gave it back or did not answer in time, whoever gave it took it back, or it came back after its end. */
export const delegationReturns = ['bounced', 'late', 'recalled', 'reopened'] as const;
export type DelegationReturn = (typeof delegationReturns)[number];

/** What may be the cause, and what a verdict and a person say of it. */
export const causeKinds = ['product', 'test', 'environment', 'third-party'] as const;
export const causeStates = ['clear', 'not-clear', 'nothing'] as const;
export const causeAnswers = ['confirmed', 'corrected', 'rejected', 'unknown'] as const;

/** The parts of a written review, in its order. Facts (times, impact, timeline) are not written: the log has them. */
export const reviewParts = [
  'what-happened',
  'detection',
  'went-well',
  'went-badly',
  'luck',
  'lessons',
] as const;
export type ReviewPart = (typeof reviewParts)[number];

/** What a contributing factor did: set it off, made it possible, kept it from being seen, kept it from being ended. Never who. */
export const factorKinds = ['trigger', 'condition', 'detection', 'response'] as const;
export type FactorKind = (typeof factorKinds)[number];

/** What an action of a review is to do. */
export const actionAims = ['prevent', 'detect', 'mitigate', 'respond'] as const;
export type ActionAim = (typeof actionAims)[number];

/** `dropped`: decided not to do. The last two are over. */
export const actionStates = ['open', 'doing', 'done', 'dropped'] as const;
export type ActionState = (typeof actionStates)[number];

export const marks = ['pinned', 'decision'] as const;
export type Mark = (typeof marks)[number];
