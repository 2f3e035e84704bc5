import { z } from 'zod';

/** The form without variants, severities and personal rules: the first one that was stored. */
const first = z.object({
  version: z.undefined().optional(),
  policy: z.object({
    name: z.unknown(),
    steps: z.array(z.object({ targets: z.unknown(), minutes: z.unknown() })),
    repeat: z.unknown(),
    fallback: z.unknown(),
  }),
  people: z.record(
    z.string(),
    z.object({
      ring: z.string(),
      methods: z.array(z.object({ channel: z.unknown(), destination: z.unknown() })),
      method: z.number().int(),
      failed: z.array(z.number().int()),
    }),
  ),
});

/** A stored state in the form of today; what is no older form is left for the schema to judge. */
export function upgraded(stored: unknown): unknown {
  const old = first.safeParse(stored);
  if (!old.success || typeof stored !== 'object') return stored;
  const { policy, people } = old.data;
  const { name, steps, repeat, fallback } = policy;
  const chain = {
    name: null,
    when: null,
    steps: steps.map((step) => ({ ...step, when: null })),
    repeat,
    fallback,
  };
  return {
    ...stored,
    version: 2,
    policy: { name, chains: [chain], ackTimeoutMinutes: null },
    severity: null,
    chain: 0,
    walk: 0,
    stalledAt: null,
    people: Object.fromEntries(
      Object.entries(people).map(([person, { ring, methods, method, failed }]) => {
        const rung = methods.map((_, place) => place).filter((place) => place <= method);
        // What comes after the one tried last was tried for its sake.
        const troubled = rung.filter((place) => place < method || failed.includes(place));
        const listed = methods.map((each) => ({ ...each, dueAt: null }));
        return [person, { ring, why: '', team: null, methods: listed, rung, troubled, failed }];
      }),
    ),
  };
}
