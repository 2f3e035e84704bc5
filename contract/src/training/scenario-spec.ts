import { z } from 'zod';
import { workStates } from '../incidents/words.ts';
import { line, objectName, plainLine, text } from '../name.ts';
import { severity } from '../severity.ts';

const minutesMax = 240;
/** Of scenario time; parts of a minute are allowed. */
const minutes = z.number().min(0).max(minutesMax);

/** What an entry waits for: a team asked in, a state reached, the severity set, by whoever has the seat. */
const trigger = z.union([
  z.strictObject({ team: objectName }),
  z.strictObject({ state: z.enum(workStates) }),
  z.strictObject({ severity }),
]);

/** One thing that happens: at a minute, or so long after what the trainee did. */
const scenarioEntry = z
  .strictObject({
    at: minutes.optional(),
    when: trigger.optional(),
    /** Minutes after `when`. */
    after: minutes.default(0),
    /** Who says it, as the log shows them: `Customer Acme`, `Payments on call`. */
    voice: line.default('The scenario'),
    say: z.string().trim().min(1).max(4_000).optional(),
    alerts: z
      .strictObject({
        title: line,
        firing: z.number().int().min(0).max(10_000),
        titles: z.array(line).max(8).default([]),
      })
      .optional(),
    change: z.strictObject({ title: line, product: objectName.optional() }).optional(),
    /** What a team answers; it has been asked in, or this asks it in. */
    team: z
      .strictObject({
        team: objectName,
        state: z.enum(['acknowledged', 'joined', 'working', 'done', 'declined']),
        note: z.string().trim().max(1_000).default(''),
      })
      .optional(),
  })
  .refine(({ at, when }) => (at === undefined) !== (when === undefined), {
    error: 'either a minute (at) or what it waits for (when)',
    path: ['at'],
  })
  .refine(
    ({ say, alerts, change, team }) =>
      [say, alerts, change, team].filter((part) => part !== undefined).length === 1,
    {
      error: 'exactly one of say, alerts, change and team',
      path: ['say'],
    },
  );

/** A real fault that is switched on while the drill runs, as the system behind `faultUrl` names it. */
const liveFault = z.strictObject({
  product: objectName,
  environment: objectName,
  fault: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and "-"'),
  settings: z.record(z.string().min(1).max(40), z.union([z.number(), z.boolean(), line])).default({}),
});

/** A written incident to practise on. What the trainee does is theirs; everything else is played from here. */
export const scenarioSpec = z.strictObject({
  displayName: plainLine.optional(),
  /** For whoever runs the drill; the trainee sees it in the debrief. */
  description: text.optional(),
  title: line,
  summary: z.string().trim().max(4_000).default(''),
  /** As it is declared; left out: not assessed. */
  severity: severity.optional(),
  product: objectName.optional(),
  environment: objectName.optional(),
  /** How long it is; twice as long after its begin it ends by itself. */
  minutes: z.number().int().min(5).max(minutesMax),
  entries: z.array(scenarioEntry).min(1).max(200),
  /** Live drills: switched on at the begin and off at the end. */
  faults: z.array(liveFault).max(10).default([]),
  /** What was right to do, for the score and the debrief. */
  solution: z.strictObject({
    severity,
    cause: objectName.optional(),
    teams: z.array(objectName).max(20).default([]),
    /** Whether people outside have to be told. */
    message: z.boolean().default(true),
    explanation: z.string().trim().min(1).max(4_000),
  }),
});
export type ScenarioSpec = z.output<typeof scenarioSpec>;
