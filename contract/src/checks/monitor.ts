import { z } from 'zod';
import { line } from '../name.ts';

/**
 * Text in which `{{name}}` stands for a variable of the check or its environment and `{{secret.NAME}}` for a secret. Variables are
 * filled in by the server, secrets only by the runner.
 */
const template = z
  .string()
  .max(10_000)
  .regex(/^[^\0]*$/, 'must not contain NUL')
  .superRefine((text, check) => {
    for (const [, name = ''] of text.matchAll(/\{\{([^{}]*)\}\}/g))
      if (!/^(secret\.[A-Z][A-Z0-9_]{0,59}|[A-Za-z][A-Za-z0-9_]{0,59})$/.test(name.trim()))
        check.addIssue({ code: 'custom', message: `{{${name}}} is no name of a variable or secret` });
  });
const host = template.min(1);
const port = z.union([z.number().int().min(1).max(65_535), template.min(1)]);
/** Linear-time regular expression (RE2 syntax). */
const pattern = z.string().min(1).max(1_000);
const timingMs = z.number().int().min(1).max(120_000);
const days = z.number().min(0).max(3_650);

/** What a text must be; every given rule must hold. */
const textRule = z.strictObject({
  equals: z.string().max(2_000).optional(),
  contains: z.string().max(2_000).optional(),
  excludes: z.string().max(2_000).optional(),
  matches: pattern.optional(),
});

/** What the values that a JSONPath (RFC 9535) finds must be; without a rule, that it finds something. */
const jsonRule = z.strictObject({
  path: z.string().min(1).max(500),
  equals: z.union([z.string().max(2_000), z.number(), z.boolean(), z.null()]).optional(),
  matches: pattern.optional(),
  above: z.number().optional(),
  below: z.number().optional(),
  count: z.number().int().min(0).optional(),
});

/** The end of a certificate: `imminent` so many days ahead, failing from `failing` days ahead (0 = when it has ended). */
const expiry = z.strictObject({ imminentDays: days.default(21), failingDays: days.default(0) });

export const httpProbe = z.strictObject({
  type: z.literal('http'),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']).default('GET'),
  url: template.min(1).max(2_000),
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,100}$/), template).default({}),
  body: template.optional(),
  /** Each hop is checked as the first address is. */
  redirects: z.number().int().min(0).max(10).default(5),
  /** False: a certificate that is not trusted is not a failure. */
  verifyCertificate: z.boolean().default(true),
  expect: z
    .strictObject({
      /** Such as `200`, `2xx`, `200-204`. */
      status: z
        .array(z.string().regex(/^([1-5]\d\d(-[1-5]\d\d)?|[1-5]xx)$/, 'must be as 200, 2xx or 200-204'))
        .min(1)
        .max(20)
        .default(['2xx']),
      headers: z
        .array(textRule.extend({ name: z.string().min(1).max(100) }))
        .max(20)
        .default([]),
      body: z.array(textRule).max(20).default([]),
      json: z.array(jsonRule).max(20).default([]),
      /** From the start of the name look-up to the last byte read. */
      withinMs: timingMs.optional(),
    })
    .prefault({}),
  certificate: expiry.optional(),
});

export const tcpProbe = z.strictObject({
  type: z.literal('tcp'),
  host,
  port,
  /** Sent after connecting. */
  send: template.optional(),
  /** What must come back. */
  expect: textRule.optional(),
  withinMs: timingMs.optional(),
});

export const dnsProbe = z.strictObject({
  type: z.literal('dns'),
  name: host,
  record: z.enum(['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT', 'SRV', 'CAA']).default('A'),
  /** A name server, `address` or `address:port`; left out: those of the runner's host. */
  resolver: template.max(300).optional(),
  /** Each must be among the answers. */
  includes: z.array(template).max(50).default([]),
  /** So many answers at least. */
  countMin: z.number().int().min(0).max(1_000).default(1),
  withinMs: timingMs.optional(),
});

export const tlsProbe = z.strictObject({
  type: z.literal('tls'),
  host,
  port: port.default(443),
  serverName: template.optional(),
  verifyCertificate: z.boolean().default(true),
  certificate: expiry.prefault({}),
});

const direction = z.enum(['above', 'below']);
const duration = z.string().regex(/^[1-9]\d{0,5}(s|m|h|d|w)$/, 'must be as 5m, 1h or 3d');

/** What about the answer of the query is a failure, or imminent. */
const promqlCondition = z.discriminatedUnion('type', [
  /** The worst value of the answer is beyond `value`. */
  z.strictObject({ type: z.literal('threshold'), direction: direction.default('above'), value: z.number() }),
  /**
   * The line through the last `historyHours` reaches `limit` within `withinHours`: imminent where the likely time is, failing where the
   * limit is passed already. Robust regression, with an interval.
   */
  z.strictObject({
    type: z.literal('forecast'),
    direction: direction.default('above'),
    limit: z.number(),
    withinHours: z.number().min(0.1).max(8_760),
    historyHours: z.number().min(0.1).max(2_160).default(24),
  }),
  /**
   * Where both windows burn the error budget faster than `factor`, it is failing, or imminent: a slow burn that nobody needs to be woken
   * for. `{{window}}` in the query stands for the window.
   */
  z.strictObject({
    type: z.literal('burn-rate'),
    /** Share of good events that is promised, such as 99.9. */
    objectivePercent: z.number().min(1).max(99.9999),
    longWindow: duration.default('1h'),
    shortWindow: duration.default('5m'),
    factor: z.number().min(0.1).max(10_000).default(14.4),
    tells: z.enum(['failing', 'imminent']).default('failing'),
    /** For so long the budget is meant to last; says when a whole one is gone at this rate. */
    budgetDays: z.number().min(1).max(365).default(30),
  }),
]);

export const promqlProbe = z.strictObject({
  type: z.literal('promql'),
  /** Base address of any server with the Prometheus query API. */
  server: template.min(1).max(2_000),
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,100}$/), template).default({}),
  query: template.min(1),
  condition: promqlCondition,
  /** What an empty answer means. */
  noData: z.enum(['fail', 'pass']).default('fail'),
  unit: line.optional(),
});

/** What a monitor looks at. Heartbeats are monitors too, but others come to us: they have endpoints of their own. */
export const monitorProbe = z.discriminatedUnion('type', [
  httpProbe,
  tcpProbe,
  dnsProbe,
  tlsProbe,
  promqlProbe,
]);
export type MonitorProbe = z.output<typeof monitorProbe>;
export type MonitorType = MonitorProbe['type'];
