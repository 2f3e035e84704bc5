import type { Reaction } from '#platform';
import { evidenceReactions } from './evidence.ts';
import { incidentReactions } from './incidents.ts';

/**
 * The choreography: when something happened in one domain, what another does. Each line runs once per fact, after the commit that
 * caused it; it calls one verb, whose transaction finishes the line. To see what follows from a fact, search for its name in this folder.
 */
export const reactions: readonly Reaction[] = [...incidentReactions, ...evidenceReactions];
