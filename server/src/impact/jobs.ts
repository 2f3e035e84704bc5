import { z } from 'zod';
import { defineTask } from '#platform';

const onIncident = z.object({ incidentId: z.string() });

/** Somebody asked for a new look, or time alone may have changed what is known. */
export const lookTask = defineTask('impact.look', { lane: 'think', payload: onIncident });

/** Nobody may have looked at what was found. */
export const lateTask = defineTask('impact.late', { lane: 'react', payload: onIncident });

export const lookKey = (incidentId: string): string => `impact ${incidentId}`;
export const lateKey = (incidentId: string): string => `impact-late ${incidentId}`;
