import { oc } from '@orpc/contract';
import { z } from 'zod';
import { objectName } from '../name.ts';
import { ambushConsent, ambushReport, ownAmbushes } from './ambush.ts';
import { initiativePage, readinessCourse } from './course.ts';
import {
  exemptInput,
  exemption,
  gateAnswer,
  newValue,
  readinessChange,
  readinessDay,
  readinessMatrix,
  readinessPreview,
  scorecard,
  shownInitiative,
  shownMeasure,
  standardPage,
} from './schema.ts';
import { appliesTo, rungs } from './standard.ts';

const route = (method: 'GET' | 'POST' | 'PUT', path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['readiness'] });
const flag = z.stringbool().default(false);
const days = z.coerce.number().int().min(1).max(400);

export const matrixQuery = z.object({
  limit: z.coerce.number().int().min(1).max(2_000).default(200),
  cursor: z
    .string()
    .regex(/^\d{1,9}$/, 'must be a cursor of the page before')
    .optional(),
  team: objectName.optional(),
  /** Only products of the teams of who asks. */
  mine: flag,
  /** Only products with a must that is missed or unknown. */
  gaps: flag,
});
export const gateQuery = z.object({
  product: objectName,
  /** Every must up to this rung has to be met. */
  rung: z.enum(rungs).default('bronze'),
  minScore: z.coerce.number().min(0).max(4).default(0),
  /** Old measures fail the gate too. */
  fresh: flag,
});
export const previewInput = z.object({
  /** The standard that would change; left out: a new one. */
  standard: objectName.optional(),
  /** Any text: what is wrong with it is the answer. */
  rule: z.string().max(2_000),
  appliesTo: appliesTo.default({}),
  /** Whose values to show. */
  product: objectName.optional(),
});

/** The HTTP contract of readiness; mounted under `/api/v1`. */
export const readinessContract = {
  matrix: route('GET', '/readiness', 'Every product against every standard, the worst first')
    .input(matrixQuery)
    .output(readinessMatrix),
  scorecard: route('GET', '/readiness/products/{product}', 'How one product stands, why, and what to do next')
    .input(z.object({ product: objectName }))
    .output(scorecard),
  gate: route('GET', '/readiness/products/{product}/gate', 'Whether a product may go on, for pipelines')
    .input(gateQuery)
    .output(gateAnswer),
  standard: route('GET', '/readiness/standards/{standard}', 'One standard and how every product meets it')
    .input(z.object({ standard: objectName }))
    .output(standardPage),
  preview: route(
    'POST',
    '/readiness/preview',
    'What a rule gives, and who would fail it, before it is stored',
  )
    .input(previewInput)
    .output(readinessPreview),
  measures: route('GET', '/readiness/measures', 'Everything that rules can name')
    .input(z.object({}))
    .output(z.object({ items: z.array(shownMeasure) })),
  putValues: route('PUT', '/readiness/values', 'Values of measures from outside: all of them, or none')
    .input(z.object({ values: z.array(newValue).min(1).max(1_000) }))
    .output(z.object({ stored: z.number().int(), changed: z.number().int() })),
  exemptions: route('GET', '/readiness/exemptions', 'Who may go without what, the newest first')
    .input(z.object({ all: flag }))
    .output(z.object({ items: z.array(exemption) })),
  exempt: route('POST', '/readiness/exemptions', 'Let a product go without a standard for a while')
    .input(exemptInput)
    .output(exemption),
  endExemption: route('POST', '/readiness/exemptions/{id}/end', 'End an exemption')
    .input(z.object({ id: z.string().regex(/^\d{1,15}$/) }))
    .output(exemption),
  changes: route('GET', '/readiness/changes', 'What changed and why, the newest first')
    .input(z.object({ days: days.default(7), limit: z.coerce.number().int().min(1).max(500).default(200) }))
    .output(z.object({ items: z.array(readinessChange) })),
  trend: route('GET', '/readiness/trend', 'Day by day')
    .input(
      z.object({
        scope: z.enum(['organisation', 'team', 'product', 'standard', 'initiative']).default('organisation'),
        name: objectName.optional(),
        days: days.default(90),
      }),
    )
    .output(z.object({ items: z.array(readinessDay) })),
  course: route('GET', '/readiness/course', 'How readiness goes: trend, what turned and why, what is left')
    .input(z.object({ days: z.coerce.number().int().min(1).max(90).default(7) }))
    .output(readinessCourse),
  initiative: route('GET', '/readiness/initiatives/{initiative}', 'A named push and all that is left of it')
    .input(z.object({ initiative: objectName }))
    .output(initiativePage),
  ambushes: route('GET', '/readiness/ambushes', 'What unannounced test pages and looked-up runbooks say')
    .input(z.object({}))
    .output(ambushReport),
  ownAmbushes: route('GET', '/me/ambushes', 'What I agreed to, and how I answered')
    .input(z.object({}))
    .output(ownAmbushes),
  agree: route('PUT', '/me/ambushes', 'Whether I may be paged for practice, unannounced')
    .input(z.object({ consent: ambushConsent }))
    .output(ownAmbushes),
  initiatives: route('GET', '/readiness/initiatives', 'Named pushes and what is left of them')
    .input(z.object({}))
    .output(z.object({ items: z.array(shownInitiative) })),
};
