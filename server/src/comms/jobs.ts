import { z } from 'zod';
import { defineTask } from '#platform';

/** The moment at which an approved communication leaves. */
export const sendTask = defineTask('comms.send', { lane: 'react', payload: z.object({ id: z.string() }) });
export const sendKey = (id: string): string => `communication:send:${id}`;

const onIncident = z.object({ incidentId: z.string() });

/** What is ready to be said about an incident is wanted now: it is new, or a person did something. */
export const draftTask = defineTask('comms.draft', { lane: 'think', payload: onIncident });
/** News that must not be put off by a run under way, which sets {@link redraftKey} for later when it ends. */
export const newsKey = (incidentId: string): string => `communication:news:${incidentId}`;

/** Drafts follow what is known, and the promised time in those that nobody touched moves on; after whatever is new. */
export const redraftTask = defineTask('comms.redraft', { lane: 'renew', payload: onIncident });
export const redraftKey = (incidentId: string): string => `communication:redraft:${incidentId}`;
export const renewKey = (incidentId: string): string => `communication:renew:${incidentId}`;

/** A promised next update is near, or due. */
export const promiseTask = defineTask('comms.promise', {
  lane: 'react',
  payload: z.object({ incidentId: z.string(), due: z.string(), when: z.enum(['soon', 'late']) }),
});
export const promiseKey = (incidentId: string): string => `communication:promise:${incidentId}`;

/** Who follows an incident is told what is new. */
export const digestTask = defineTask('comms.digest', {
  lane: 'chore',
  payload: z.object({ incidentId: z.string(), person: z.string() }),
});
export const digestKey = (incidentId: string, person: string): string => `digest:${incidentId}:${person}`;

/** Says that this installation is awake. */
export const awakeTask = defineTask('comms.awake', { lane: 'chore', payload: z.unknown(), everyMs: 60_000 });

/** Makes the copy of the status page on another host be as the page is; also every minute, since "as of" moves on. */
export const copyTask = defineTask('comms.status-copy', {
  lane: 'deliver',
  payload: z.unknown(),
  everyMs: 60_000,
});
