import type { PolicyDraft, ScheduleDraft, TargetDraft } from './draft.ts';
import { longAgo } from './reading.ts';

interface Pool {
  readonly schedule: ScheduleDraft;
  readonly target: TargetDraft;
}

/**
 * People of whom a step pages one at a time, in turn. A step here takes turns within a schedule, so they become one in which all of them
 * are on all the time.
 */
export function poolOf(
  { id, name }: Pick<PolicyDraft, 'id' | 'name'>,
  step: number,
  people: readonly string[],
): Pool {
  const poolId = `pool ${id} ${step}`;
  return {
    target: { kind: 'schedule', id: poolId, roundRobin: true },
    schedule: {
      id: poolId,
      name: `${name}, step ${step}, in turn`,
      timeZone: 'Etc/UTC',
      combine: 'union',
      layers: [
        {
          name: 'In turn',
          start: longAgo,
          handoff: { type: 'none', length: 1 },
          participants: [people],
          restrictions: [],
        },
      ],
      overrides: [],
      rendered: null,
      renderedBy: 'source',
      notes: [],
    },
  };
}

/** What is said of a step that became a pool. */
export const pooled =
  'the people who take turns became a schedule of their own, and the step pages one of them at a time';
