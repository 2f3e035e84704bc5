/** The fixed words of communications. Plain arrays, so that a browser needs no schema library. */
export const audiences = ['customers', 'executives', 'support', 'partners'] as const;
export type Audience = (typeof audiences)[number];

/** `still-working`: nothing new but that somebody is on it. `maintenance`: announced ahead, of no incident. */
export const stages = [
  'investigating',
  'identified',
  'monitoring',
  'resolved',
  'still-working',
  'maintenance',
] as const;
export type Stage = (typeof stages)[number];

/** The stages of a message about an incident. */
export const messageStages = [
  'investigating',
  'identified',
  'monitoring',
  'resolved',
  'still-working',
] as const satisfies readonly Stage[];

/** Languages in which messages are written; who reads another one gets English. */
export const messageLanguages = ['en', 'de', 'fr'] as const;

/** How a part of the status page is; from well to worst. `wrong-data`: it answers, but not rightly. `maintenance` is none of the others: it was announced. */
export const componentStates = [
  'operational',
  'degraded',
  'wrong-data',
  'partial-outage',
  'major-outage',
] as const;
export type ComponentState = (typeof componentStates)[number];

/** `approved`: waits for its moment, and can be taken back until then. */
export const communicationStates = ['draft', 'approved', 'sent', 'discarded'] as const;

/** How long after an approval it can be taken back before it leaves. */
export const undoWindowMs = 10_000;
