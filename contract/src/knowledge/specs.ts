import { z } from 'zod';
import { described, webAddress } from '../described.ts';
import { line, objectName } from '../name.ts';
import { faultOfTemplate } from './template.ts';

const names = z.array(objectName).max(200).default([]);

/** What to do or to know when something fails, as Markdown; at most 100,000 characters. */
export const runbookSpec = z.strictObject({
  ...described,
  text: z
    .string()
    .max(100_000)
    .regex(/^[^\0\p{Cs}]*$/u, 'must not contain NUL or broken characters'),
  products: names,
  /** Checks whose failure it is about. */
  checks: names,
  /** Words that people and alerts use for what it is about, such as `502`, `disk full`, `sign-in fails`. */
  symptoms: z.array(line).max(50).default([]),
});
export type RunbookSpec = z.output<typeof runbookSpec>;

/** A text with placeholders that can be filled. */
export const template = (what: string, max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .superRefine((value, context) => {
      const fault = faultOfTemplate(value);
      if (fault !== null) context.addIssue({ code: 'custom', message: `${what}: ${fault}` });
    });

/** For which incidents: of these products in these environments. An empty list is every one. */
const applies = { products: names, environments: names };
const leadMinutes = z.number().int().min(0).max(10_080);

/** A link that is filled with what an incident is about, and when: one click opens the right graph. */
export const linkTemplateSpec = z.strictObject({
  ...described,
  shows: z.enum(['dashboard', 'logs', 'traces', 'other']).default('dashboard'),
  /** With `{{product}}`, `{{environment}}`, `{{region}}`, `{{incident}}`, `{{from}}`, `{{to}}`, `{{fromMs}}`, `{{toMs}}`, `{{fromS}}`, `{{toS}}` and variables of the environment. */
  url: template('the address', 2_000),
  ...applies,
  /** How long before the incident the time begins. */
  leadMinutes: leadMinutes.default(30),
});
export type LinkTemplateSpec = z.output<typeof linkTemplateSpec>;

/** How a server of metrics, logs or traces is asked. */
export const access = {
  /** Sent as `X-Scope-OrgID`, by which Mimir, Cortex, Loki and Tempo part tenants. */
  tenant: z
    .string()
    .regex(/^[A-Za-z0-9!_.*'()|-]{1,150}$/, 'is no name of a tenant')
    .optional(),
  /** What it asks for: a token, or `user` with a password. The secret itself is no part of the object: it is set in Admin, and sealed. */
  auth: z.enum(['none', 'bearer', 'basic']).default('none'),
  user: z
    .string()
    .regex(/^[\x20-\x39\x3b-\x7e]{1,200}$/, 'must be visible ASCII characters without a colon')
    .optional(),
};

/** A server that answers the Prometheus HTTP API: Prometheus, Thanos, Mimir, VictoriaMetrics. */
export const metricsSourceSpec = z.strictObject({
  ...described,
  url: webAddress,
  ...access,
});
export type MetricsSourceSpec = z.output<typeof metricsSourceSpec>;

/** A question to a metrics server whose answer is drawn in the room of an incident. */
export const metricsPanelSpec = z.strictObject({
  ...described,
  source: objectName,
  /** PromQL, with `{{product}}`, `{{environment}}`, `{{region}}`, `{{interval}}` and variables of the environment. */
  query: template('the query', 5_000),
  unit: z.string().trim().max(20).default(''),
  /** The label whose value names a line; without it all labels do. */
  legend: z.string().max(200).optional(),
  ...applies,
  leadMinutes: leadMinutes.default(60),
});
export type MetricsPanelSpec = z.output<typeof metricsPanelSpec>;

/** What is measured of every product, as evidence of the cause of a failure: one question for all products of an environment. */
export const productMetricSpec = z.strictObject({
  ...described,
  source: objectName,
  /** `errors`: a share of 0 to 1 or a rate; `latency`: any unit of time; `load`: requests; `resource`: anything used up. */
  role: z.enum(['errors', 'latency', 'load', 'resource']),
  /** PromQL, with `{{environment}}`, `{{region}}`, `{{interval}}` and variables of the environment; a series for each product. */
  query: template('the query', 5_000),
  /** The label of the answer that names the product, by its name or an alias. */
  productLabel: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,199}$/, 'is no name of a label')
    .default('product'),
  /** Where it is asked; an empty list is everywhere. */
  environments: names,
});
export type ProductMetricSpec = z.output<typeof productMetricSpec>;
