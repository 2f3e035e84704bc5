import { oc } from '@orpc/contract';
import { z } from 'zod';
import { onIncident } from '../incidents/schema.ts';
import { modelFeature } from './model.ts';
import { severity } from '../severity.ts';
import { reviewDocument } from './review.ts';

const route = (path: `/${string}`, summary: string) =>
  oc.route({ method: 'GET', path, summary, tags: ['assist'] });

/** A sentence and the entries of the log it follows from, by `seq`. */
const citedLine = z.object({
  kind: z.enum(['headline', 'cause', 'workaround', 'action', 'symptom', 'next', 'recovery', 'fact']),
  text: z.string(),
  cites: z.array(z.number()),
});
export type CitedLine = z.infer<typeof citedLine>;

const slots = z.object({
  impact: citedLine.nullable(),
  cause: citedLine.nullable(),
  done: citedLine.nullable(),
  workaround: citedLine.nullable(),
  next: citedLine.nullable(),
});
export type SummarySlots = z.infer<typeof slots>;

const summaryInput = onIncident.extend({
  /** Only what was written after this entry: "catch me up since I last looked". */
  since: z.coerce.number().int().min(0).optional(),
});

const summaryAnswer = z.object({
  incidentId: z.string(),
  /** The newest entry that was read. */
  asOf: z.number(),
  /** Who wrote it: `rules`, or the name of a model. */
  by: z.string(),
  state: z.string().nullable(),
  /** The headline first, then in the order of the log; with `since` only lines of what is new, and none where nothing is. */
  lines: z.array(citedLine),
  /** What everybody asks for; null is "not known yet". */
  slots,
  /** For those who read one line: what, how bad, how far, and the cause so far. */
  oneLine: z.string(),
  /** How many entries are newer than `since`; of the whole log without it. */
  entries: z.number(),
});
export type SummaryAnswer = z.infer<typeof summaryAnswer>;

const match = z.object({
  incidentId: z.string(),
  title: z.string(),
  resolvedAt: z.string(),
  score: z.number(),
  /** Words both have, rarest first, as this incident writes them. */
  words: z.array(z.string()),
  sharedProducts: z.array(z.string()),
  /** What ended it, and what caused it, in its own log's words; empty where nobody wrote it. */
  fixed: z.string(),
  cause: z.string(),
});
export type SimilarMatch = z.infer<typeof match>;

const similarAnswer = z.object({
  /** Best first, at most five. Empty: nothing like it, a new kind. */
  items: z.array(match),
  /** Past incidents that were looked through. */
  searched: z.number(),
  /** Open incidents of the same product that began within a day: possibly the same one. */
  possiblySame: z.array(z.object({ incidentId: z.string(), title: z.string(), declaredAt: z.string() })),
});
export type SimilarAnswer = z.infer<typeof similarAnswer>;

const triageAnswer = z.object({
  /** Whether a Field Marshal should lead, the team alone can do it, or somebody should ask. */
  advice: z.enum(['field-marshal', 'ask', 'team']),
  total: z.number(),
  thresholds: z.object({ fieldMarshal: z.number(), ask: z.number() }),
  /** Why the thresholds differ from 3 and 2, in sentences: what became of incidents that were given to a team alone. */
  tuned: z.array(z.string()),
  points: z.array(
    z.object({ id: z.string(), points: z.number(), text: z.string(), cites: z.array(z.number()) }),
  ),
  /** What would change the advice, in sentences. */
  change: z.array(z.string()),
  /** What the words of the incident name that its record does not: products of the catalog, regions, the kind of symptom. */
  heard: z.object({
    products: z.array(z.object({ product: z.string(), words: z.string() })),
    /** Products that were mostly hit when such words were used here before, with the share of that (0..1). */
    learnt: z.array(z.object({ product: z.string(), probability: z.number() })),
    regions: z.array(z.string()),
    symptom: z.string(),
    /** How bad it turned out here when such words were used before; null where the past is too short to say. Sets nothing. */
    turnedOut: severity.nullable(),
  }),
});
export type TriageAnswer = z.infer<typeof triageAnswer>;

const textAnswer = z.object({
  incidentId: z.string(),
  feature: modelFeature,
  title: z.string(),
  asOf: z.number(),
  /** In their order; empty for a text without headings. */
  sections: z.array(z.object({ id: z.string(), title: z.string() })),
  lines: z.array(citedLine.extend({ section: z.string() })),
});
export type TextAnswer = z.infer<typeof textAnswer>;

const titleProposal = z.object({
  title: z.string(),
  /** Why it may be better, as part of a sentence. */
  why: z.string(),
  /** Whom it names. */
  causes: z.array(z.string()),
  cites: z.array(z.number()),
});
export type TitleProposal = z.infer<typeof titleProposal>;

/** The HTTP contract of assist; mounted under `/api/v1`. Everything is reckoned by rules from the log, changes nothing, and needs to read incidents only. */
export const assistContract = {
  summary: route('/incidents/{id}/summary', 'What is known of an incident, each sentence with its entries')
    .input(summaryInput)
    .output(summaryAnswer),
  similar: route('/incidents/{id}/similar', 'Past incidents like this one, and why')
    .input(onIncident)
    .output(similarAnswer),
  triage: route('/incidents/{id}/triage', 'Whether a Field Marshal should lead, and what would change that')
    .input(onIncident)
    .output(triageAnswer),
  text: route(
    '/incidents/{id}/texts/{feature}',
    'One of the texts about an incident, by rules: summary, one line, what is new, handover brief, draft of the review',
  )
    .input(
      onIncident.extend({
        feature: modelFeature,
        /** Of `since`: after which entry. */
        after: z.coerce.number().int().min(0).max(1_000_000).default(0),
      }),
    )
    .output(textAnswer),
  title: route(
    '/incidents/{id}/title',
    'A better title, once it is known who broke it; a person sets it, or nobody does',
  )
    .input(onIncident)
    .output(z.object({ proposal: titleProposal.nullable() })),
  review: route('/incidents/{id}/review', 'The review with everything its page shows, in fields')
    .input(onIncident)
    .output(reviewDocument),
  reviewDraft: route('/incidents/{id}/review-draft', 'A draft of the review after it is over, as Markdown')
    .input(
      onIncident.extend({
        /** `model`: with the sentences of a model that were verified, each marked, where there are any. */
        by: z.enum(['rules', 'model']).default('rules'),
      }),
    )
    .output(z.object({ markdown: z.string() })),
};
