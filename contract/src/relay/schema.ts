import { z } from 'zod';
import { instant, line, objectName } from '../name.ts';
import { severity } from '../severity.ts';

export const bundleDirection = z.enum(['up', 'down']);

/** A bundle that was made or taken in here. */
export const bundleView = z.object({
  site: z.string(),
  direction: bundleDirection,
  sequence: z.number().int(),
  /** SHA-256 of its manifest: names it, on both sides. */
  hash: z.string(),
  /** `prepared`: shown, not approved. `written`: may travel. `received`: came, waits for somebody to confirm. `applied`: taken in.
   * `passed-over`: its catalog never was in force here, as that of a newer one was applied before it. */
  state: z.enum(['prepared', 'written', 'received', 'applied', 'passed-over']),
  from: instant,
  to: instant,
  /** By its maker's clock. */
  madeAt: instant,
  /** When it was stored here. */
  storedAt: instant,
  bytes: z.number(),
  counts: z.record(z.string(), z.number()),
  policy: z.string().nullable(),
  by: z.string(),
});
export type BundleView = z.infer<typeof bundleView>;

/** A release of Fieldmarshal that travels inside of bundles. */
export const releaseView = z.object({
  sha256: z.string(),
  /** Of its file. */
  name: z.string(),
  bytes: z.number(),
  storedAt: instant,
  storedBy: z.string(),
});
export type ReleaseView = z.infer<typeof releaseView>;

/** Bundles that have not come, and the time that nothing is known of. */
export const gap = z.object({
  firstMissing: z.number().int(),
  lastMissing: z.number().int(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});
export type GapView = z.infer<typeof gap>;

/** How far the site's clock may be ahead of ours (negative: behind). Null: not bounded on that side. */
export const clockView = z.object({ atLeastMs: z.number().nullable(), atMostMs: z.number().nullable() });
export type ClockView = z.infer<typeof clockView>;

export const siteState = z.enum(['invited', 'enrolled', 'revoked']);

export const siteView = z.object({
  name: z.string(),
  environments: z.array(z.string()),
  state: siteState,
  /** `unheard`: enrolled, nothing has come yet. `overdue`: should have reported. `incomplete`: bundles are missing. */
  link: z.enum(['invited', 'unheard', 'in-time', 'overdue', 'incomplete', 'revoked']),
  reportEverySeconds: z.number().int().nullable(),
  enrolledAt: instant.nullable(),
  lastBundleAt: instant.nullable(),
  /** Until when we know of it, by its clock. */
  knownUntil: instant.nullable(),
  lastSequence: z.number().int().nullable(),
  gaps: z.array(gap),
  clock: clockView,
  openIncidents: z.number().int(),
  firingAlerts: z.number().int(),
  conflicts: z.number().int(),
});
export type SiteView = z.infer<typeof siteView>;

export const siteKey = z.object({
  fingerprint: z.string(),
  fromSequence: z.number().int(),
  untilSequence: z.number().int().nullable(),
  revokedAt: instant.nullable(),
});

/** How a check stood in an environment of the site, when it last told. */
export const standingView = z.object({
  check: z.string(),
  environment: z.string(),
  state: z.string(),
  since: z.string().nullable(),
  lastRunAt: z.string().nullable(),
  at: instant,
});

export const siteIncidentSummary = z.object({
  id: z.string(),
  title: z.string(),
  severity: severity.nullable(),
  state: z.string(),
  isOpen: z.boolean(),
  declaredAt: z.string(),
  resolvedAt: z.string().nullable(),
  fieldMarshal: z.string().nullable(),
  conflicts: z.number().int(),
});
export type SiteIncidentSummary = z.infer<typeof siteIncidentSummary>;

export const siteDetail = siteView.extend({
  /** Until when an invitation of it can be answered, whatever its state; null: none is open. */
  invitedUntil: instant.nullable(),
  /** Those of earlier enrolments first; the last one is of today. */
  keys: z.array(siteKey),
  /** Newest first, at most 100. */
  bundles: z.array(bundleView),
  /** Open ones first, then the newest; at most 100. */
  incidents: z.array(siteIncidentSummary),
  standings: z.array(standingView),
  /** By product, as the site told it last. */
  readiness: z.array(
    z.object({
      product: z.string(),
      met: z.number().int(),
      /** Names of standards. */
      missed: z.array(z.string()),
      unknown: z.number().int(),
      at: instant,
    }),
  ),
});
export type SiteDetail = z.infer<typeof siteDetail>;

/** One line of the log of both sides. */
export const siteEntry = z.object({
  origin: z.enum(['site', 'headquarters']),
  seq: z.number().int(),
  /** By its writer's clock. */
  at: instant,
  by: z.string(),
  type: z.string(),
  text: z.string(),
  /** Of ours: whether a bundle has taken it along. */
  hasLeft: z.boolean(),
});

export const conflictView = z.object({
  about: z.enum(['severity', 'field-marshal']),
  /** What each side said: a severity, or the name of who leads. */
  site: z.string().nullable(),
  headquarters: z.string().nullable(),
});

export const siteIncident = z.object({
  site: z.string(),
  summary: siteIncidentSummary,
  description: z.string(),
  conflicts: z.array(conflictView),
  entries: z.array(siteEntry),
  /** Entries of the log that have not come: a bundle is missing. */
  missing: z.number().int(),
  knownUntil: instant.nullable(),
  clock: clockView,
});
export type SiteIncident = z.infer<typeof siteIncident>;

/** What headquarters may add to an incident of a site. It travels down with the next bundle. */
export const entryInput = z.object({
  site: objectName,
  incident: z.string().regex(/^INC-\d{1,9}$/),
  entry: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('note'), text: z.string().trim().min(1).max(5_000) }),
    z.strictObject({ type: z.literal('severity'), severity, reason: line.max(200) }),
    z.strictObject({ type: z.literal('field-marshal'), person: objectName }),
  ]),
});

export const treatedField = z.object({
  kind: z.string(),
  field: z.string(),
  treatment: z.enum(['keep', 'hash', 'pseudonymise', 'drop']),
  count: z.number().int(),
});

/** What would leave, exactly: nothing of it is written before somebody approves this hash. */
export const preparedBundle = bundleView.extend({
  fields: z.array(treatedField),
  /** Some records of each kind, as they would leave. */
  samples: z.array(
    z.object({ kind: z.string(), id: z.string(), at: z.string(), data: z.record(z.string(), z.unknown()) }),
  ),
});
export type PreparedBundle = z.infer<typeof preparedBundle>;

export const relaySelf = z.object({
  /** `none`: has neither been enrolled nor enrolled others. */
  role: z.enum(['none', 'site', 'headquarters']),
  /** Set where the server runs as a site (`serve --site NAME`), enrolled or not. */
  siteName: z.string().nullable(),
  fingerprint: z.string().nullable(),
  /** Of a key that waits for the next bundle to announce it. */
  nextFingerprint: z.string().nullable(),
  /** Of a site: the key of its headquarters. */
  peerFingerprint: z.string().nullable(),
  /** Of a site: what it made and took in. */
  lastWritten: bundleView.nullable(),
  lastTaken: bundleView.nullable(),
  policy: z.string().nullable(),
  /** Why the redaction policy of a site cannot be used: then nothing leaves, and everything else goes on. */
  policyFault: z.string().nullable(),
  /** Of a site: how it calls headquarters where a line exists. */
  link: z.object({
    url: z.string().nullable(),
    /** Null: not by itself. */
    everySeconds: z.number().int().nullable(),
    /** The redaction policy whose bundles leave over the link without asking. It counts only while it is the policy of the site. */
    standing: z.object({ policy: z.string(), by: z.string() }).nullable(),
    triedAt: instant.nullable(),
    /** Begins with `ok` where the last call came to its end. */
    result: z.string().nullable(),
  }),
});
export type RelaySelf = z.infer<typeof relaySelf>;

/** What came of a file that was brought. */
export const intakeResult = z.object({
  /** `part`: kept until the others are here. `known`: taken in before, nothing changed. `waits`: verified, to be confirmed. */
  outcome: z.enum(['part', 'known', 'taken', 'waits', 'refused']),
  reason: z.string().nullable(),
  message: z.string(),
  site: z.string().nullable(),
  sequence: z.number().int().nullable(),
  parts: z.object({ have: z.array(z.number().int()), of: z.number().int() }).nullable(),
  counts: z.record(z.string(), z.number()),
});
export type IntakeResult = z.infer<typeof intakeResult>;

/** How a site calls headquarters by itself. */
export const linkInput = z.strictObject({
  /** Between two calls; null: never, and then no request leaves the site. */
  everySeconds: z.number().int().min(60).max(604_800).nullable(),
  /** Null: as the invitation says. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .nullable()
    .default(null),
  /** What the redaction policy of today lets through leaves over the link without asking. */
  standing: z.boolean().default(false),
  /** The policy that whoever approves has looked at, as `policy` of the site names it; if it is another by now, nothing is changed. */
  policy: z.string().max(300).optional(),
});
export type LinkInput = z.output<typeof linkInput>;

/** A bundle, or parts of it, on its way out over a one-way line. */
const sendingView = z.object({
  id: z.string(),
  site: z.string(),
  sequence: z.number().int(),
  /** From 1; null: all. */
  parts: z.array(z.number().int()).nullable(),
  state: z.enum(['waiting', 'sending', 'sent', 'failed']),
  /** 0 to 1. `sent` says that it left, not that it came: nobody answers on a one-way line. */
  sentRatio: z.number(),
  error: z.string().nullable(),
  by: z.string(),
  askedAt: instant,
  endedAt: instant.nullable(),
});

/** A bundle of which something has come over a one-way line and that is not whole, or was refused. */
const transferView = z.object({
  site: z.string(),
  sequence: z.number().int(),
  bytes: z.number(),
  parts: z.number().int(),
  /** How many of the parts are here. */
  have: z.number().int(),
  firstAt: instant,
  lastAt: instant,
  /** Why it was refused once it was whole. */
  result: z.string().nullable(),
});

/** One-way lines: UDP that nobody answers. */
export const diodeView = z.object({
  /** Whom bundles are sent to, `HOST:PORT`. */
  to: z.string().nullable(),
  /** Where this server listens. */
  listens: z.string().nullable(),
  /** Newest first, at most 50. */
  sendings: z.array(sendingView),
  transfers: z.array(transferView),
  /** For each line from which something is missing: what to write on paper, such as `7: 3, 12-14; 9 #K4`. */
  requests: z.array(
    z.object({
      site: z.string(),
      text: z.string(),
      /** Missing altogether. */
      bundles: z.number().int(),
      /** Missing of bundles that came in part. */
      parts: z.number().int(),
    }),
  ),
});
export type DiodeView = z.infer<typeof diodeView>;

export const sendInput = z.strictObject({
  /** At headquarters: for which site. A site sends its own. */
  site: objectName.optional(),
  /** As a request page has them: `7: 3, 12-14; 9`. */
  numbers: z.string().trim().min(1).max(60_000),
});

/** What a short message of a site said, and what came of it. */
export const shortResult = z.object({
  site: z.string(),
  incident: z.string(),
  /** Null: not assessed. */
  severity: severity.nullable(),
  product: z.string().nullable(),
  /** By the site's clock, to the minute. */
  since: instant,
  /** `opened`: nothing was known of the incident. `attached`: it was. `known`: this was entered before, nothing changed. */
  outcome: z.enum(['opened', 'attached', 'known']),
});
export type ShortResult = z.infer<typeof shortResult>;
