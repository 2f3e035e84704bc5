import { resolve } from 'node:path';
import { z } from 'zod';
import { AppError } from './errors.ts';

const flag = z.stringbool().or(z.boolean());
const port = z.coerce.number().int().min(0).max(65_535);
/** Days that something is kept; 0 would delete what is still in use. */
const days = z.coerce.number().int().min(1).max(36_500);

const schema = z.strictObject({
  /** HTTP port; 0 picks a free one. */
  port: port.default(4600),
  /** Loopback unless told otherwise. */
  host: z.string().default('127.0.0.1'),
  /** Directory for the embedded database, attachments and keys. */
  data: z
    .string()
    .default('./data')
    .transform((path) => resolve(path)),
  /** A PostgreSQL ≥ 15; without it an embedded one is started under `data`. */
  databaseUrl: z.string().optional(),
  /** How people and senders reach this server; links in pages start with it. */
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  role: z.enum(['all', 'web', 'worker']).default('all'),
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
  bootstrapToken: z.string().min(16).max(200).optional(),
  bootstrapIntakeKey: z.string().min(16).max(200).optional(),
  /** `smtp://user:password@host:port` or `smtps://…`; without it e-mail is not configured and says so. */
  smtpUrl: z.url({ protocol: /^smtps?$/ }).optional(),
  mailFrom: z.string().max(320).default('Fieldmarshal <fieldmarshal@localhost>'),
  /** YAML file with accounts and servers through which messages are sent (`docs/channels.md`). */
  providers: z.string().max(4000).optional(),
  /** Seals the secrets of providers set up on screen; without it a key file under `data` does. Several processes need the same. */
  secretKey: z.string().min(16).max(1000).optional(),
  /** Whether webhooks may go to private and loopback addresses. */
  allowPrivateAddresses: flag.default(false),
  /** Proxies whose `X-Forwarded-*` headers are believed: comma-separated addresses or CIDRs. */
  trustedProxies: z.string().max(1000).optional(),
  /** Asked for every `deadManIntervalS` seconds while paging works; somebody outside alarms when that stops. */
  deadManUrl: z.url({ protocol: /^https?$/ }).optional(),
  deadManMethod: z.enum(['GET', 'POST']).default('GET'),
  deadManIntervalS: z.coerce.number().min(1).max(3_600).default(60),
  /** Seconds after which an alert that carries no end counts as resolved (Alertmanager's `resolve_timeout`). */
  resolveTimeoutS: z.coerce.number().int().min(1).max(86_400).default(300),
  /** How customers know who speaks on the status page and in messages. */
  statusTitle: z.string().trim().min(1).max(120).default('Service status'),
  /** Where customers read the status page, if that is another host than `publicUrl`, e.g. `https://status.example.org/status`. */
  statusUrl: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  /** Where the static copy of the status page is written; by default `status` under `data`. */
  statusDir: z
    .string()
    .max(4000)
    .transform((path) => resolve(path))
    .optional(),
  /** Messages about incidents of this severity and worse need two people to approve them. */
  secondApprover: z.enum(['none', 'SEV1', 'SEV2', 'SEV3', 'SEV4']).default('none'),
  /** Facts: what domains told each other. */
  keepFactsDays: days.default(30),
  /** Answers under an `Idempotency-Key`: a repetition within this time does nothing anew. */
  keepIdempotencyDays: days.default(3),
  /** Messages that were sent, given up or dropped, with their attempts; and who was rung how for pages that have ended. */
  keepDeliveriesDays: days.default(90),
  /** Handovers that were accepted or ended otherwise. */
  keepHandoversDays: days.default(400),
  /** Resolved alerts with their events, closed groups, ended silences, changes. */
  keepAlertsDays: days.default(400),
  /** Signals that were not understood, kept for replay; counted from when they came. */
  keepUnparsedDays: days.default(90),
  /** Whether this process runs monitors itself, and with role `all` also e2e checks; others need a runner then. */
  embeddedRunner: flag.default(true),
  /** Where it stands: the place of its runs. */
  place: z
    .string()
    .max(63)
    .regex(/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/, 'must be lower-case letters, digits, ".", "_" and "-"')
    .default('server'),
  /** Runs of checks with their reports. */
  keepRunsDays: days.default(30),
  /** Spans of runs and failed ones, as products sent them. */
  keepSpansDays: days.default(7),
  /** Screenshots, traces, videos. */
  keepArtefactsDays: days.default(14),
  /** So much of them altogether; the oldest go first. */
  artefactsMiBMax: z.coerce.number().int().min(1).default(20_480),
});

export type Config = z.output<typeof schema>;

/** `port` → `FIELDMARSHAL_PORT`, `databaseUrl` → `FIELDMARSHAL_DATABASE_URL`. */
function variableOf(key: string): string {
  return `FIELDMARSHAL_${key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/**
 * Reads `FIELDMARSHAL_*` variables (and `DATABASE_URL`), then flags, which win. Empty strings count as unset.
 * Throws an `invalid` AppError that names the variable or flag.
 */
export function readConfig(
  environment: Record<string, string | undefined>,
  flags: Record<string, unknown> = {},
): Config {
  const input: Record<string, unknown> = {};
  if (environment['DATABASE_URL']) input['databaseUrl'] = environment['DATABASE_URL'];
  for (const key of Object.keys(schema.shape)) {
    const fromEnvironment = environment[variableOf(key)];
    if (fromEnvironment !== undefined && fromEnvironment !== '') input[key] = fromEnvironment;
    if (flags[key] !== undefined) input[key] = flags[key];
  }
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => ({
    path: variableOf(String(issue.path[0])),
    message: issue.message,
  }));
  const sentence = faults.map((fault) => `${fault.path}: ${fault.message}`).join('; ');
  throw new AppError('invalid', `The configuration is not valid. ${sentence}.`, { faults });
}
