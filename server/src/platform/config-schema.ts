import { resolve } from 'node:path';
import { z } from 'zod';
import { databaseUrlForm, isDatabaseUrl, isNetworkList } from './config-forms.ts';

const flag = z.stringbool().or(z.boolean());
const port = z.coerce.number().int().min(0).max(65_535);
const path = z
  .string()
  .max(4000)
  .transform((text) => resolve(text));
const webAddress = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));
const hostAndPort = z
  .string()
  .max(300)
  .regex(/^([\w.-]+|\[[0-9a-fA-F:.]+\]):\d{1,5}$/, 'must be HOST:PORT')
  .refine((text) => Number(text.slice(text.lastIndexOf(':') + 1)) <= 65_535, 'must be HOST:PORT');
const isHostAndPort = (text: string): boolean => hostAndPort.safeParse(text).success;
const oneWayLines = z
  .string()
  .max(4000)
  .refine(
    (text) =>
      text.split(',').every((each) => isHostAndPort(each.trim().replace(/^[a-z0-9][a-z0-9._-]*=/, ''))),
    'must be HOST:PORT or SITE=HOST:PORT, with commas between',
  );
/** Days that something is kept; 0 would delete what is still in use. */
const days = z.coerce.number().int().min(1).max(36_500);
const secret = z.string().min(16).max(1000);

/** Where a setting stands in `docs/configuration.md`, in the order of the page. */
export const groups = [
  'Where it runs',
  'Messages',
  'Security',
  'Watching',
  'Checks',
  'Communications',
  'What is kept',
] as const;
type Group = (typeof groups)[number];

/** A setting with what the reference says of it. */
function at<T extends z.ZodType>(group: Group, schema: T, description: string): T {
  return schema.meta({ group, description });
}

/** Everything an operator can set; `docs/configuration.md` is generated from it (`npm run reference`). */
export const schema = z.strictObject({
  port: at('Where it runs', port.default(4600), 'HTTP port; 0 picks a free one.'),
  host: at(
    'Where it runs',
    z.string().default('127.0.0.1'),
    'The address it listens on: this machine only, unless told otherwise.',
  ),
  data: at(
    'Where it runs',
    z
      .string()
      .default('./data')
      .transform((text) => resolve(text)),
    'Directory of the embedded database, artefacts and keys.',
  ),
  databaseUrl: at(
    'Where it runs',
    z.string().refine(isDatabaseUrl, databaseUrlForm).optional(),
    'Your PostgreSQL 15 or later; without it an embedded one runs under `data`. `DATABASE_URL` does, too.',
  ),
  databaseWaitS: at(
    'Where it runs',
    z.coerce.number().int().min(0).max(3_600).default(120),
    'How long a start waits for a database of yours that does not answer yet, in seconds; then it ends, for what runs it to start it again.',
  ),
  publicUrl: at(
    'Where it runs',
    webAddress.optional(),
    'How people and senders reach this server. Links in pages start with it, and `https` turns on secure cookies.',
  ),
  artefactUrl: at(
    'Where it runs',
    webAddress.optional(),
    'Another host name that leads to this server, such as `https://fieldmarshal-artefacts.example.org`: traces, pictures, videos and files from outside are shown there, away from cookies and API. On a loopback address `artefacts.localhost` is, without being set.',
  ),
  role: at(
    'Where it runs',
    z.enum(['all', 'web', 'worker']).default('all'),
    'What this process does: answer, work, or both. Several processes share one `databaseUrl`.',
  ),
  site: at(
    'Where it runs',
    z
      .string()
      .max(63)
      .regex(/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/, 'must be lower-case letters, digits, ".", "_" and "-"')
      .optional(),
    'Runs as this site, inside a disconnected environment ([relay](relay.md)).',
  ),
  diodeTo: at(
    'Where it runs',
    oneWayLines.optional(),
    'Whom bundles are sent to over one-way lines, by UDP: `10.0.0.2:4699`, or several with commas between; `field-1=10.0.0.2:4699` is for that site only. What may leave then leaves by itself ([relay](relay.md)).',
  ),
  diodeListen: at(
    'Where it runs',
    hostAndPort.optional(),
    'Where bundles are listened for that come over a one-way line, by UDP: `0.0.0.0:4699`.',
  ),
  diodeMegabits: at(
    'Where it runs',
    z.coerce.number().min(0.01).max(10_000).default(10),
    'How fast they are sent, in Mbit/s: less than the line and its receiver take.',
  ),
  redaction: at(
    'Security',
    path.optional(),
    'Of a site: the file that says what may leave it; without it, a careful one does ([relay](relay.md)).',
  ),
  smtpUrl: at(
    'Messages',
    z.url({ protocol: /^smtps?$/, error: 'must begin with smtp:// or smtps://' }).optional(),
    '`smtp://user:password@host:port` or `smtps://…`; without it, mail leaves by providers only.',
  ),
  mailFrom: at(
    'Messages',
    z.string().max(320).default('Fieldmarshal <fieldmarshal@localhost>'),
    'Whom mail comes from.',
  ),
  providers: at(
    'Messages',
    z.string().max(4000).optional(),
    'YAML file of the accounts and servers through which messages go out ([channels](channels.md)).',
  ),
  signIn: at(
    'Security',
    z.string().max(4000).optional(),
    'YAML file that says how people sign in: identity providers and emergency accounts ([identity](identity.md)).',
  ),
  stepUpMinutes: at(
    'Security',
    z.coerce.number().int().min(1).max(10_080).default(15),
    'How long after signing in a person may send to customers and change the installation without showing once more that it is them.',
  ),
  apiRequestsPerSecond: at(
    'Security',
    z.coerce.number().int().min(1).max(100_000).default(1_000),
    'How often each key and each person may ask the API in a second, of all processes together; five times as much at once. Beyond it the answer is 429 with `Retry-After`. Signals are not counted.',
  ),
  secretKey: at(
    'Security',
    secret.optional(),
    'Seals secrets in the database; without it `keys/sealing.key` under `data` does. The same for every process.',
  ),
  secretKeysBefore: at(
    'Security',
    z.string().max(4000).optional(),
    'Former values of `secretKey`, or contents of key files, comma-separated: they open what they sealed, and seal nothing new. `keys/sealing.key` under `data` counts as one by itself.',
  ),
  allowPrivateAddresses: at(
    'Security',
    flag.default(false),
    'Whether webhooks may go to private and loopback addresses.',
  ),
  proxy: at(
    'Security',
    z
      .url({ protocol: /^http$/, error: 'must begin with http://' })
      .max(2000)
      .optional(),
    'The proxy through which everything over HTTP leaves: `http://user:password@proxy:3128`. It looks names up and decides what may be reached; what resolves here is checked here, too.',
  ),
  noProxy: at(
    'Security',
    z.string().max(4000).optional(),
    'Hosts that are reached without it, comma-separated, with all below them, and networks: `corp.example, 10.1.2.3, 10.20.0.0/16`. This machine always is.',
  ),
  caFile: at(
    'Security',
    path.optional(),
    'PEM file of authorities whose certificates are believed besides the usual ones, in everything that leaves over HTTP and syslog.',
  ),
  clientCertFile: at(
    'Security',
    path.optional(),
    'PEM file of the certificate that this server shows to the hosts of `clientCertHosts`.',
  ),
  clientKeyFile: at('Security', path.optional(), 'PEM file of its key.'),
  clientCertHosts: at(
    'Security',
    z.string().max(4000).optional(),
    'Whom it is shown to, comma-separated, with all below them; nobody else gets to see it.',
  ),
  trustedProxies: at(
    'Security',
    z
      .string()
      .max(1000)
      .refine(isNetworkList, 'must be addresses or CIDRs such as 10.0.0.0/8, with commas between')
      .optional(),
    'Whose `X-Forwarded-*` headers are believed: addresses or CIDRs, comma-separated.',
  ),
  bootstrapToken: at(
    'Security',
    z.string().min(16).max(200).optional(),
    'A first admin API token, for automation.',
  ),
  bootstrapIntakeKey: at(
    'Security',
    z.string().min(16).max(200).optional(),
    'A first integration key, for automation.',
  ),
  logLevel: at(
    'Watching',
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
    'What is logged, as JSON lines on standard error.',
  ),
  otlpUrl: at(
    'Watching',
    webAddress.optional(),
    'A collector of OpenTelemetry, such as `http://localhost:4318`: traces, metrics and the log of this server go to its `/v1/traces`, `/v1/metrics` and `/v1/logs`.',
  ),
  otlpSignals: at(
    'Watching',
    z
      .string()
      .transform((text) => text.replaceAll(' ', ''))
      .pipe(
        z
          .string()
          .regex(/^(traces|metrics|logs)(,(traces|metrics|logs))*$/, 'must list traces, metrics, logs'),
      )
      .default('traces,metrics,logs'),
    'Which of them go there, comma-separated.',
  ),
  otlpMetricsIntervalS: at(
    'Watching',
    z.coerce.number().int().min(1).max(3_600).default(60),
    'How often metrics go there, in seconds.',
  ),
  otlpSampleRatio: at(
    'Watching',
    z.coerce.number().min(0).max(1).default(0.1),
    'The share of requests and jobs that are traced, 0 to 1.',
  ),
  auditStream: at(
    'Watching',
    z.string().max(4000).optional(),
    'Where the audit log is sent to, comma-separated: `https://…` gets JSON lines, `syslog+tls://host:6514` and `syslog+tcp://host:601` RFC 5424 ([operations](operations.md)).',
  ),
  auditStreamToken: at(
    'Watching',
    secret.optional(),
    'Sent as `Authorization: Bearer` to receivers of the audit log over HTTP.',
  ),
  deadManUrl: at(
    'Watching',
    z.url({ protocol: /^https?$/ }).optional(),
    'An address outside that is asked for while paging works; somebody there alarms when that stops.',
  ),
  deadManMethod: at('Watching', z.enum(['GET', 'POST']).default('GET'), 'How it is asked.'),
  deadManIntervalS: at('Watching', z.coerce.number().min(1).max(3_600).default(60), 'How often, in seconds.'),
  resolveTimeoutS: at(
    'Watching',
    z.coerce.number().int().min(1).max(86_400).default(300),
    "Seconds after which an alert that carries no end counts as resolved (Alertmanager's `resolve_timeout`).",
  ),
  stillFiringS: at(
    'Watching',
    z.coerce.number().int().min(60).max(86_400).default(900),
    'Seconds after the end of an incident when alerts of it that still fire open a new one.',
  ),
  embeddedRunner: at(
    'Checks',
    flag.default(true),
    'Whether this process runs monitors itself, and with role `all` also e2e checks.',
  ),
  place: at(
    'Checks',
    z
      .string()
      .max(63)
      .regex(/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/, 'must be lower-case letters, digits, ".", "_" and "-"')
      .default('server'),
    'Where it stands: the place of its runs.',
  ),
  artefactsMiBMax: at(
    'Checks',
    z.coerce.number().int().min(1).default(20_480),
    'How much of artefacts is kept altogether; the oldest go first.',
  ),
  faultUrl: at(
    'Checks',
    webAddress.optional(),
    'Where live drills switch real faults on, such as `http://127.0.0.1:4608/faults` of the demo: `POST` there, and `POST` to `/{id}/off`. Never one of production.',
  ),
  statusTitle: at(
    'Communications',
    z.string().trim().min(1).max(120).default('Service status'),
    'Who speaks on the status page and in messages.',
  ),
  statusUrl: at(
    'Communications',
    webAddress.optional(),
    'Where customers read the status page, if that is another host than `publicUrl`.',
  ),
  statusDir: at(
    'Communications',
    path.optional(),
    'Where the static copy of the status page is written; by default `status` under `data`.',
  ),
  statusPushUrl: at(
    'Communications',
    webAddress.optional(),
    'Where a copy of the status page is put with every change: each file by `PUT` below this address, on any host or object store ([communications](communications.md)).',
  ),
  statusPushKeyId: at(
    'Communications',
    z.string().min(1).max(200).optional(),
    'Of an object store: the id of the access key. Requests are then signed as S3 asks (Signature Version 4).',
  ),
  statusPushSecret: at(
    'Communications',
    z.string().min(8).max(1000).optional(),
    'Of an object store: the secret of the access key.',
  ),
  statusPushRegion: at(
    'Communications',
    z.string().min(1).max(100).default('us-east-1'),
    'Of an object store: its region.',
  ),
  statusPushAuthorization: at(
    'Communications',
    z.string().min(1).max(2000).optional(),
    'Of another host: the `Authorization` header of each request, such as `Bearer …`.',
  ),
  statusPushPrivate: at(
    'Communications',
    flag.default(false),
    'Whether private views are put there, too, each at an address that nobody guesses.',
  ),
  secondApprover: at(
    'Communications',
    z.enum(['none', 'SEV1', 'SEV2', 'SEV3', 'SEV4']).default('none'),
    'Messages about incidents of this severity and worse need two people to approve them.',
  ),
  keepFactsDays: at('What is kept', days.default(30), 'Facts: what domains told each other.'),
  keepIdempotencyDays: at(
    'What is kept',
    days.default(3),
    'Answers to writes under an `Idempotency-Key`: a repetition within this time does nothing anew.',
  ),
  keepDeliveriesDays: at(
    'What is kept',
    days.default(90),
    'Messages that were sent, given up or dropped, with their attempts; and who was rung how for pages that have ended.',
  ),
  keepHandoversDays: at(
    'What is kept',
    days.default(400),
    'Handovers that were accepted or ended otherwise; an open one stays.',
  ),
  keepAlertsDays: at(
    'What is kept',
    days.default(400),
    'Resolved alerts with their events, closed groups, ended silences, changes. An alert that its sender still repeats stays.',
  ),
  keepUnparsedDays: at(
    'What is kept',
    days.default(90),
    'Signals that were not understood, kept for replay; counted from when they came.',
  ),
  keepRunsDays: at('What is kept', days.default(30), 'Runs of checks with their reports.'),
  keepSpansDays: at(
    'What is kept',
    days.default(7),
    'Spans of runs and failed ones, as products sent them, and patterns of their logs since they were last written.',
  ),
  keepAuditDays: at(
    'What is kept',
    days.optional(),
    'The audit log; without it, for good. The hash of the last row that went is kept, so the rest can still be verified.',
  ),
  keepArtefactsDays: at('What is kept', days.default(14), 'Screenshots, traces, videos.'),
});

export type Config = z.output<typeof schema>;

/** `port` → `FIELDMARSHAL_PORT`, `databaseUrl` → `FIELDMARSHAL_DATABASE_URL`, `artefactsMiBMax` → `FIELDMARSHAL_ARTEFACTS_MIB_MAX`. */
export function variableOf(key: string): string {
  return `FIELDMARSHAL_${key
    .replace('MiB', 'Mib')
    .replaceAll(/[A-Z]/g, (letter) => `_${letter}`)
    .toUpperCase()}`;
}
