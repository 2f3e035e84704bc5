import { z } from 'zod';
import { channelName } from '../delivery/channel.ts';
import { instant, objectName, plainLine } from '../name.ts';
import { pageQuery } from '../page.ts';
import { severity } from '../severity.ts';
import { hasUnseen } from '../unseen.ts';
import { impactStates, standings } from '../impact/words.ts';
import { audiences, communicationStates, componentStates, stages } from './words.ts';

export const communicationId = z.string().regex(/^COM-[1-9]\d{0,14}$/, 'must look like COM-12');
export const byId = z.object({ id: communicationId });
export const onIncident = z.object({ id: z.string().regex(/^INC-[1-9]\d{0,14}$/, 'must look like INC-12') });

/** Of many lines; no control characters, no marks that turn the direction of text around. */
const body = z
  .string()
  .trim()
  .min(1)
  .max(4_000)
  .regex(/^(?:[^\p{Cc}\p{Cs}]|\n)*$/u, 'must not contain control characters')
  .refine((value) => !hasUnseen(value), 'must not contain marks that are not seen');
const title = plainLine;

/** What a communication says about a part of the status page; `name` is that of the catalog. */
export const componentSaid = z.object({
  kind: z.enum(['application', 'workflow']),
  name: objectName,
  state: z.enum(componentStates),
});
export type ComponentSaid = z.infer<typeof componentSaid>;

/** One thing that the text says, and where that is known from. */
export const usedFact = z.object({ id: z.string(), text: z.string(), evidence: z.string() });
export type UsedFact = z.infer<typeof usedFact>;

/** What the rules find, in UTF-16 positions of the text; both are its length where something is missing. A `blocking` one keeps it from being approved. */
export const finding = z.object({
  rule: z.string(),
  level: z.enum(['blocking', 'warning']),
  start: z.number().int(),
  end: z.number().int(),
  message: z.string(),
  advice: z.string(),
});
export type Finding = z.infer<typeof finding>;

const approval = z.object({ person: z.string(), name: z.string(), at: instant });

/** How many were reached, so far. */
export const reachCounts = z.object({
  recipients: z.number().int(),
  sent: z.number().int(),
  waiting: z.number().int(),
  failed: z.number().int(),
  unknown: z.number().int(),
});

export const communication = z.object({
  id: z.string(),
  incidentId: z.string().nullable(),
  audience: z.enum(audiences),
  /** Of whose customers are meant; null for the other audiences. */
  application: z.string().nullable(),
  /** How customers call the application. */
  applicationName: z.string().nullable(),
  language: z.string(),
  /** The same message in each language in which it waits, or went: this one among them. They are approved and corrected together. */
  inLanguages: z.array(z.object({ id: z.string(), language: z.string() })),
  stage: z.enum(stages),
  state: z.enum(communicationStates),
  title: z.string(),
  text: z.string(),
  /** The same for chats, in few words; null: they get the whole text. */
  brief: z.string().nullable(),
  template: z.string(),
  /** Who changed the text last; null while it is as generated. */
  editedBy: z.string().nullable(),
  facts: z.array(usedFact),
  findings: z.array(finding),
  /** What changed since it was drafted, a sentence each; empty while it is up to date. */
  changes: z.array(z.string()),
  /** Of what is known now; an approval in spite of changes names it. */
  basis: z.string(),
  /** Each with what customers call it; null: the catalog no longer says. */
  components: z.array(componentSaid.extend({ publicName: z.string().nullable() })),
  /** Whether it goes on the status page. */
  onPage: z.boolean(),
  /** When it promises the next word. */
  nextUpdateAt: instant.nullable(),
  startsAt: instant,
  endsAt: instant.nullable(),
  corrects: z.string().nullable(),
  /** What this correction calls the incident on the status page from then on; null: it keeps its name there. */
  publicTitle: z.string().nullable(),
  /** Of everything a reader would notice; an approval names it. */
  hash: z.string(),
  approvals: z.array(approval),
  approvalsNeeded: z.number().int(),
  /** When it leaves; of a draft, when whoever approved it first has asked for. */
  sendAt: instant.nullable(),
  sentAt: instant.nullable(),
  draftedAt: instant,
  changedAt: instant,
  reach: reachCounts,
});
export type Communication = z.infer<typeof communication>;

export const listInput = z.object({
  ...pageQuery.shape,
  incident: z.string().max(40).optional(),
  state: z.union([z.array(z.enum(communicationStates)).max(4), z.enum(communicationStates)]).optional(),
  audience: z.enum(audiences).optional(),
  application: objectName.optional(),
});

export const editInput = byId.extend({
  /** The hash of what was on screen: an edit of something older is refused. */
  hash: z.string().max(100),
  title,
  text: body,
  /** Null: chats get the whole text; so it is, too, where another text is given and this is left out. */
  brief: body.nullable().optional(),
  components: z.array(componentSaid).max(200).optional(),
  onPage: z.boolean().optional(),
  /** From now, up to the next five minutes; null: none is promised. Left out: as it is. */
  nextUpdateMinutes: z.number().int().min(1).max(10_080).nullable().optional(),
  /** Of a correction only, as in its making; null: the name stays. Left out: as it is. */
  publicTitle: title.nullable().optional(),
});

const approvedWords = byId.extend({
  hash: z.string().max(100),
  /** The `basis` under which whoever approves has seen what changed since drafting. */
  acceptBasis: z.string().max(100).optional(),
});
/** Later than the ten seconds in which it can be taken back; at most a week ahead, and before the next update that the words promise. */
const sendAt = instant.optional();
export const approveInput = approvedWords.extend({ sendAt });

const languagesMax = 20;
/** The same readers in several languages, each with the words that were on screen. */
export const approveLanguagesInput = z.object({
  messages: z.array(approvedWords).min(1).max(languagesMax),
  sendAt,
});
export const undoLanguagesInput = z.object({ ids: z.array(communicationId).min(1).max(languagesMax) });

const correctedWords = byId.extend({
  title,
  text: body,
  /** The incident was called wrongly on the status page: its name there from now on, in the language of what is corrected. */
  publicTitle: title.optional(),
});
export const correctInput = correctedWords.extend({
  /** Of maintenance only; left out: as announced. The same instant for both: it is called off. */
  startsAt: instant.optional(),
  endsAt: instant.optional(),
});
/** What went to the same readers in several languages, each with the words of its correction. */
export const correctLanguagesInput = z.object({
  messages: z.array(correctedWords).min(1).max(languagesMax),
});

export const maintenanceInput = z.object({
  application: objectName,
  title,
  text: body,
  startsAt: instant,
  endsAt: instant,
  components: z.array(componentSaid).max(200).default([]),
});

export const recipient = z.object({
  key: z.string(),
  channel: z.string(),
  destination: z.string(),
  customer: z.string().nullable(),
  state: z.enum(['queued', 'retrying', 'sent', 'delivered', 'failed', 'unknown']),
  detail: z.string(),
  changedAt: instant,
});
export type Recipient = z.infer<typeof recipient>;

/** To whom it would go if it left now. */
export const audiencePreview = z.object({
  recipients: z.number().int(),
  byChannel: z.array(z.object({ channel: z.string(), count: z.number().int() })),
  customers: z.number().int(),
  /** Customers who use the application and whom nobody can reach: shown, so that somebody calls them. */
  unreachable: z.array(z.string()),
  /** Customers who use it where it is hit, and are not told: somebody rejected their row of the impact. */
  spared: z.array(z.string()),
  onPage: z.boolean(),
});
export type AudiencePreview = z.infer<typeof audiencePreview>;

const language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as en or pt-BR');

export const subscriber = z.object({
  id: z.string(),
  channel: z.string(),
  destination: z.string(),
  audience: z.enum(audiences),
  /** Empty: all. */
  applications: z.array(z.string()),
  customer: z.string().nullable(),
  language: z.string(),
  source: z.enum(['self', 'staff', 'catalog']),
  state: z.enum(['pending', 'active', 'ended']),
  askedAt: instant,
  confirmedAt: instant.nullable(),
  endedAt: instant.nullable(),
  endedWhy: z.string(),
});
export type Subscriber = z.infer<typeof subscriber>;

export const subscriberListInput = z.object({
  ...pageQuery.shape,
  audience: z.enum(audiences).optional(),
  state: z.enum(['pending', 'active', 'ended']).optional(),
});

export const addSubscriberInput = z.object({
  channel: channelName.extract(['email', 'webhook', 'slack', 'teams', 'mattermost', 'matrix']),
  destination: z.string().min(1).max(2_000),
  audience: z.enum(audiences),
  applications: z.array(objectName).max(200).default([]),
  language: language.default('en'),
});
export const onSubscriber = z.object({ id: z.string().regex(/^\d{1,15}$/) });

export const statusLink = z.object({
  id: z.string(),
  kind: z.enum(['application', 'customer']),
  name: z.string(),
  madeBy: z.string(),
  madeAt: instant,
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
});
export type StatusLink = z.infer<typeof statusLink>;
/** Its addresses are told this once; `copyUrl`: in the copy on another host, null where private views are not put there. */
export const madeLink = statusLink.extend({ url: z.string(), copyUrl: z.string().nullable() });
export type MadeLink = z.infer<typeof madeLink>;

/** A copy of the status page on another host, as far as it is known to be there. */
export const statusCopy = z.object({
  /** Below this address; null: none is configured. */
  target: z.string().nullable(),
  /** How many files are known to be there. */
  files: z.number().int(),
  /** When everything there was last as the page was; null: never yet. */
  wholeAt: instant.nullable(),
  /** Since when it is behind; null: it is not. */
  failingSince: instant.nullable(),
  /** What went wrong last, in words; '' where nothing did. */
  problem: z.string(),
});
export type StatusCopy = z.infer<typeof statusCopy>;

export const makeLinkInput = z.object({
  kind: z.enum(['application', 'customer']),
  name: objectName,
  expiresAt: instant.nullable().default(null),
});

export const followInput = onIncident.extend({
  everyMinutes: z.number().int().min(5).max(1_440).default(30),
});
export const follower = z.object({ person: z.string(), name: z.string(), everyMinutes: z.number().int() });

export const customerHistory = z.object({
  customer: z.string(),
  displayName: z.string(),
  /** Whom a message reaches. */
  contacts: z.number().int(),
  applications: z.array(z.string()),
  incidents: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      severity: severity.nullable(),
      state: z.string(),
      declaredAt: instant,
      resolvedAt: instant.nullable(),
      /** Minutes from declaration to the end, or to now. */
      minutes: z.number().int(),
      /** How it hit or hits them, by its impact; null: that does not say so. */
      hit: z
        .object({
          state: z.enum(impactStates),
          standing: z.enum(standings),
          since: instant,
          until: instant.nullable(),
          userMinutesLost: z.number().int(),
        })
        .nullable(),
      messages: z.array(
        communication
          .pick({ id: true, title: true, text: true, sentAt: true, stage: true, language: true })
          /** Whether it went to a contact of theirs; else it stood on the status page, where they could read it. */
          .extend({ toThem: z.boolean() }),
      ),
    }),
  ),
});
export type CustomerHistory = z.infer<typeof customerHistory>;

/** Over the communications of a period; null where there are none to measure. */
const spread = z.object({ n: z.number().int(), p50S: z.number().nullable(), p90S: z.number().nullable() });
export const commsNumbers = z.object({
  from: instant,
  until: instant,
  /** From the declaration of an incident to its first draft, first approval, and first delivery. */
  toDraft: spread,
  toApproval: spread,
  toDelivery: spread,
  /** Characters changed by people between the generated and the sent text, as a share of the longer one, 0 to 1. */
  edits: z.array(z.object({ template: z.string(), n: z.number().int(), changedRatio: z.number() })),
  /** Of promised next updates that came due. */
  promises: z.number().int(),
  late: z.number().int(),
});
export type CommsNumbers = z.infer<typeof commsNumbers>;
export const numbersInput = z.object({ days: z.coerce.number().int().min(1).max(366).default(30) });
