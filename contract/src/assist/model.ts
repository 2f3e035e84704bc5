import { z } from 'zod';
import { instant, objectName } from '../name.ts';

/** Texts that a model may write. */
export const modelFeatures = ['summary', 'one-line', 'since', 'handover', 'review'] as const;
export const modelFeature = z.enum(modelFeatures);
export type ModelFeature = z.infer<typeof modelFeature>;

/** `shadow`: asked and judged, shown to nobody but those who compare. */
export const modelMode = z.enum(['off', 'shadow', 'on']);

export const modelPolicyInput = z.strictObject({
  mode: modelMode,
  offFeatures: z.array(modelFeature).max(10).default([]),
  tokensPerDayMax: z.number().int().min(0).max(1_000_000_000),
  tokensPerIncidentMax: z.number().int().min(0).max(100_000_000),
  /** Days that what was asked and answered is kept; its figures stay. 0: it is not kept at all. */
  keepDays: z.number().int().min(0).max(3650),
});
export const modelPolicy = modelPolicyInput.extend({ tokensToday: z.number() });
export type ModelPolicy = z.infer<typeof modelPolicy>;

export const modelProbe = z.object({
  at: instant,
  ok: z.boolean(),
  streams: z.boolean(),
  /** Whether it kept to the form that was asked for. */
  structured: z.boolean(),
  /** Whether it wants the newer words of the request (`max_completion_tokens`, no temperature), as reasoning models of OpenAI do. */
  newer: z.boolean().default(false),
  /** Whether its sentence could be shown: no promise, one try. */
  cites: z.boolean(),
  /** How many tokens it takes, where its server tells; what is sent is cut to fit. */
  contextTokens: z.number().nullable().default(null),
  ms: z.number(),
  detail: z.string(),
});
export type ModelProbe = z.infer<typeof modelProbe>;

export const modelProviderView = z.object({
  name: objectName,
  displayName: z.string(),
  api: z.string(),
  url: z.string(),
  model: z.string(),
  enabled: z.boolean(),
  priority: z.number(),
  fromFile: z.boolean(),
  /** `stale`: set for another address, so it is not sent. */
  key: z.enum(['none', 'missing', 'set', 'stale']),
  probe: modelProbe.nullable(),
  /** Left alone until then, after failures. */
  openUntil: instant.nullable(),
});
export type ModelProviderView = z.infer<typeof modelProviderView>;

export const modelVerdict = z.object({
  text: z.string(),
  section: z.string().default(''),
  cites: z.array(z.string()),
  shown: z.boolean(),
  faults: z.array(z.object({ kind: z.string(), what: z.string() })),
});

export const writtenLine = z.object({
  kind: z.string(),
  text: z.string(),
  cites: z.array(z.number()),
  by: z.enum(['rules', 'model']),
  /** Id of the section it stands in; empty where the text has none. */
  section: z.string().default(''),
});
export type WrittenLineView = z.output<typeof writtenLine>;

export const modelAction = z.enum(['accepted', 'dismissed', 'edited', 'copied']);

export const modelRun = z.object({
  id: z.string(),
  at: instant,
  incidentId: z.string().nullable(),
  feature: z.string(),
  mode: z.string(),
  provider: z.string().nullable(),
  model: z.string().nullable(),
  /** `rules`: nothing of a model could be shown, for `reason`. */
  origin: z.enum(['model', 'mixed', 'rules']),
  reason: z.string(),
  asOf: z.number().nullable(),
  prompt: z.string().nullable(),
  reply: z.string().nullable(),
  verdicts: z.array(modelVerdict),
  lines: z.array(writtenLine),
  /** What rules alone said at the same moment. */
  rules: z.array(z.string()),
  tokensIn: z.number(),
  tokensOut: z.number(),
  /** Millionths of the currency of the provider's prices. */
  cost: z.number().nullable(),
  ms: z.number(),
  action: modelAction.nullable(),
  actionBy: z.string().nullable(),
  /** Words that a person put in or took out, where they edited it. */
  editDistance: z.number().nullable(),
});
export type ModelRun = z.infer<typeof modelRun>;

/** What became of the calls of some time, by text and mode: what a model is compared by before it is switched on. */
export const modelFigures = z.object({
  since: instant,
  items: z.array(
    z.object({
      feature: z.string(),
      mode: z.string(),
      calls: z.number(),
      failed: z.number(),
      /** Answered, but the text by rules stood alone. */
      nothingShown: z.number(),
      sentences: z.number(),
      passed: z.number(),
      msMedian: z.number(),
      msP95: z.number(),
      tokens: z.number(),
      /** Millionths of the currency of the providers' prices; null where none is known. */
      cost: z.number().nullable(),
      accepted: z.number(),
      dismissed: z.number(),
      copied: z.number(),
      edited: z.number(),
      /** Words put in or taken out on average, where people changed a text. */
      wordsChanged: z.number().nullable(),
    }),
  ),
  /** Why sentences were refused, most frequent first. */
  refusals: z.array(z.object({ kind: z.string(), count: z.number() })),
});
export type ModelFigures = z.infer<typeof modelFigures>;

/** What a model wrote of an incident, line by line with who wrote each; null where only rules did. */
export const writtenText = z.object({
  lines: z.array(writtenLine),
  provider: z.string(),
  model: z.string(),
  asOf: z.number(),
  runId: z.string(),
  /** Null: nobody has said anything of it. */
  action: modelAction.nullable(),
});
export type WrittenText = z.infer<typeof writtenText>;

export const modelOfIncident = z.object({
  feature: modelFeature,
  mode: modelMode,
  /** Why no model writes here; null: one does. */
  hindrance: z.string().nullable(),
  /** By people's word on this incident. */
  isOff: z.boolean(),
  tokens: z.number(),
  tokensMax: z.number(),
  written: writtenText.nullable(),
  /** It was asked for, and is not done yet. */
  asked: z.boolean(),
  /** How it ended when it was asked for last; `rules`: nothing of a model could be shown, for `reason`. */
  last: z.object({ at: instant, origin: z.enum(['model', 'mixed', 'rules']), reason: z.string() }).nullable(),
});
export type ModelOfIncident = z.infer<typeof modelOfIncident>;
