import { z } from 'zod';
import { defineTask } from '#platform';

const onIncident = z.object({ incidentId: z.string() });

/** A fact of this incident asks for a new look. */
export const lookTask = defineTask('impact.look', { lane: 'think', payload: onIncident });

/** What many incidents share has changed, or time alone may have changed what is known: after whatever is new. By the same key. */
export const lookAgainTask = defineTask('impact.look-again', { lane: 'renew', payload: onIncident });

/** Nobody may have looked at what was found. */
export const lateTask = defineTask('impact.late', { lane: 'record', payload: onIncident });

export const lookKey = (incidentId: string): string => `impact ${incidentId}`;
export const lateKey = (incidentId: string): string => `impact-late ${incidentId}`;
