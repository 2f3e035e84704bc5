import { z } from 'zod';
import { incidentId } from '../incidents/schema.ts';
import { instant, line, objectName } from '../name.ts';
import { severity } from '../severity.ts';
import { drillEnds, drillSeats, drillSpeeds, drillStates } from './words.ts';

export const drillId = z.string().regex(/^DR-[1-9]\d{0,8}$/, 'must be an id such as DR-7');
const person = z.object({ person: z.string(), name: z.string() });
const speed = z.literal(drillSpeeds, { error: `must be ${drillSpeeds.join(', ')}` });

/** One thing that was looked at. `points` 0..1 of `weight`; `target` and `got` are for people's eyes. */
const drillMark = z.object({
  mark: z.string(),
  title: z.string(),
  kind: z.enum(['time', 'quality']),
  got: z.string(),
  target: z.string(),
  points: z.number(),
  weight: z.number(),
});
export type DrillMark = z.infer<typeof drillMark>;

/** 0..100, and what it is made of. */
export const drillScore = z.object({ score: z.number().int(), marks: z.array(drillMark) });
export type DrillScore = z.infer<typeof drillScore>;

const drillSummary = z.object({
  id: z.string(),
  /** Of its room. */
  incidentId: z.string(),
  title: z.string(),
  source: z.object({ kind: z.enum(['scenario', 'recording']), name: z.string() }),
  seat: z.enum(drillSeats),
  trainee: person.nullable(),
  mentor: person.nullable(),
  state: z.enum(drillStates),
  speed: z.number(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  end: z.enum(drillEnds).nullable(),
  score: z.number().int().nullable(),
  /** It switches real faults on. */
  live: z.boolean(),
});
export type DrillSummary = z.infer<typeof drillSummary>;
export const drillPage = z.object({ items: z.array(drillSummary) });

/** One entry of the script. Not shown to the trainee before the end. */
const scriptLine = z.object({
  key: z.string(),
  /** `at 3 min`, `2 min after payments is asked in`. */
  when: z.string(),
  voice: z.string(),
  text: z.string(),
  played: z.boolean(),
});
export type ScriptLine = z.infer<typeof scriptLine>;

/** An alert of the incident that is replayed, as it was at this moment of the drill. */
const sceneAlert = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(['firing', 'resolved']),
  /** Minutes of scenario time since it began to fire. */
  sinceMinutes: z.number(),
});
const sceneRun = z.object({
  check: z.string(),
  environment: z.string(),
  verdict: z.string(),
  /** Minutes of scenario time. */
  minutesAgo: z.number(),
});
export const drillScene = z.object({ alerts: z.array(sceneAlert), runs: z.array(sceneRun) });
export type DrillScene = z.infer<typeof drillScene>;

export const drillDetail = drillSummary.extend({
  /** Seconds of scenario time that have passed, as of `now`. */
  elapsedS: z.number(),
  lengthS: z.number(),
  now: z.string(),
  /** Why it stands still; null while it runs. */
  pausedBecause: z.string().nullable(),
  startedBy: z.string(),
  /** Why it was started though something real was burning. */
  overrideReason: z.string().nullable(),
  /** What went wrong with switching real faults. */
  faultTrouble: z.string().nullable(),
  /** null: hidden from the trainee until the end. */
  script: z.array(scriptLine).nullable(),
  scene: drillScene.nullable(),
  result: drillScore.nullable(),
  solution: z
    .object({ severity: severity.nullable(), cause: z.string().nullable(), explanation: z.string() })
    .nullable(),
  /** What each of those who took part or looked on says of it, the first first. */
  debriefs: z.array(
    z.object({
      /** Null: a token. */
      person: z.string().nullable(),
      by: z.string(),
      well: z.string(),
      practise: z.string(),
      at: instant,
    }),
  ),
});
export type DrillDetail = z.infer<typeof drillDetail>;

export const startDrillInput = z
  .object({
    scenario: objectName.optional(),
    incident: incidentId.optional(),
    seat: z.enum(drillSeats).default('trainee'),
    trainee: objectName.optional(),
    mentor: objectName.optional(),
    speed: speed.default(1),
    /** A lead starts it though something real is burning, and says why. */
    override: z.string().trim().min(1).max(500).optional(),
  })
  .refine(({ scenario, incident }) => (scenario === undefined) !== (incident === undefined), {
    error: 'name either a scenario or an incident',
    path: ['scenario'],
  });

export const speedInput = z.object({ id: drillId, speed });
const debriefWords = { well: z.string().trim().max(4_000), practise: z.string().trim().max(4_000) };
export const debriefInput = z.object({
  id: drillId,
  ...debriefWords,
  /** One's own words that these replace, as they were read; null: there were none. Refused where others were kept since. Left out: whatever there is. */
  replaces: z.object(debriefWords).nullable().optional(),
});
export const drillMessageInput = z.object({
  id: drillId,
  text: z.string().trim().min(1).max(4_000),
  audience: z.enum(['customers', 'executives', 'support', 'partners']).default('customers'),
  title: line,
  nextUpdateAt: instant.optional(),
});

const shownScenario = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  minutes: z.number(),
  entries: z.number(),
  live: z.boolean(),
});
export type ShownScenario = z.infer<typeof shownScenario>;
export const scenarioList = z.object({ items: z.array(shownScenario) });
