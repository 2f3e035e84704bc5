import { z } from 'zod';
import { defineTask, type Tx } from '#platform';
import { addMark } from '../store/due-store.ts';

/** What is looked at: the failing checks of an environment, or an incident. */
export type Subject = { readonly environment: string } | { readonly incidentId: string };

const payload = z.union([z.object({ environment: z.string() }), z.object({ incidentId: z.string() })]);

/** Looks at one subject again. */
export const judgeTask = defineTask('localisation.judge', { lane: 'think', payload });

/** Evidence comes in bursts; what comes within this time is looked at together. */
const gatherMs = 1_000;

export function subjectKey(subject: Subject): string {
  return 'environment' in subject ? `environment ${subject.environment}` : `incident ${subject.incidentId}`;
}

/**
 * Asks for a subject to be looked at soon. Its row and its timer exist together: asked again meanwhile, it only counts, and whoever
 * looks sees by the count that there is more to look at. So a stream of evidence neither starves the look nor gets lost.
 */
export async function mark(tx: Tx, subject: Subject): Promise<void> {
  if (await addMark(tx, subjectKey(subject))) remind(tx, subject);
}

export function remind(tx: Tx, subject: Subject): void {
  tx.setTimer(judgeTask, {
    key: `cause:${subjectKey(subject)}`,
    payload: subject,
    dueAt: new Date(tx.now.getTime() + gatherMs),
  });
}
