/** What a message may be made of. Everything else that is known of an incident stays outside of it. */
export const stages = ['investigating', 'identified', 'monitoring', 'resolved', 'still-working'] as const;
/** `still-working` is the promised update when nothing changed since the last message. */
export type Stage = (typeof stages)[number];

export const audiences = ['customers', 'executives', 'support', 'partners'] as const;
export type Audience = (typeof audiences)[number];

/** `full`: e-mail, status page. `brief`: chat, text message, title of a feed; about 300 characters. */
export const channelKinds = ['full', 'brief'] as const;
export type ChannelKind = (typeof channelKinds)[number];

export const symptoms = [
  'unavailable',
  'errors',
  'slow',
  'delayed',
  'sign-in',
  'connection',
  'wrong-data',
  'degraded',
] as const;
/** What users notice, in the classes that have words in every language. */
export type Symptom = (typeof symptoms)[number];

export const appStates = ['down', 'degraded', 'slow', 'wrong-data', 'unknown'] as const;
export type AppState = (typeof appStates)[number];

/** A value with what shows it: an entry of the log, a row of the impact record, an object of the catalog. */
export interface Fact<T> {
  readonly value: T;
  /** Opaque here; whoever shows the draft makes a link of it. */
  readonly evidence: string;
}

/** What users notice, and the public name of what they were doing, where that is known. */
export interface NoticedFact extends Fact<Symptom> {
  readonly of?: string;
}

export interface AffectedApp {
  /** As the catalog calls it inside. Never written into a message. */
  readonly ref: string;
  /** Its name for people outside; null when the catalog has none, which blocks the message. */
  readonly publicName: string | null;
  readonly state: AppState;
  readonly evidence: string;
}

/** A sentence or a paragraph that was written for users: a responder's own words, or what was already published. */
export interface Said {
  readonly text: string;
  readonly evidence: string;
  /** Where it says so itself, ISO 639-1; what is not in the language of the message is understood but not quoted. */
  readonly language: string;
}

/** All that a draft is made of. Instants are RFC 3339. A null is "not known", and the message does not speak of it. */
export interface DraftFacts {
  readonly stage: Stage;
  readonly audience: Audience;
  readonly channel: ChannelKind;
  /** BCP 47; the nearest shipped language is taken. */
  readonly language: string;
  /** IANA zone of the reader. */
  readonly timeZone: string;
  readonly now: string;
  /** In the order in which they are named: worst first. */
  readonly apps: readonly AffectedApp[];
  /** What checks, the impact record or a responder say that users notice. */
  readonly symptoms: readonly NoticedFact[];
  /** Oldest first; at most the last 40 are read. */
  readonly said: readonly Said[];
  /** Who or where, in public words: "customers in Europe". */
  readonly scope: Fact<string> | null;
  readonly workaround: Fact<string> | null;
  readonly startedAt: Fact<string> | null;
  readonly resolvedAt: Fact<string> | null;
  readonly nextUpdateAt: Fact<string> | null;
  /** For executives and support only. */
  readonly customers: Fact<number> | null;
  /** The instant of the message that this one corrects. */
  readonly corrects: Fact<string> | null;
}

/** Of what happened nothing is known. */
export const unknownFacts = {
  symptoms: [],
  said: [],
  scope: null,
  workaround: null,
  startedAt: null,
  resolvedAt: null,
  nextUpdateAt: null,
  customers: null,
  corrects: null,
} as const satisfies Partial<DraftFacts>;

/** What must not, or need not, be said; it is compared with the text and never copied into it. */
export interface Knowledge {
  /** Catalog names of products, environments, teams and checks, and names of machines. */
  readonly internalNames: readonly string[];
  /** Names of products and environments as machines write them: `eu-prod` is also `eu prod`. */
  readonly ids: readonly string[];
  readonly people: readonly string[];
  readonly customers: readonly string[];
  /** Public names of all applications: one that is named but not hit is a finding. */
  readonly publicNames: readonly string[];
  /** Public names of workflows, each with its application as {@link AffectedApp.ref} has it. */
  readonly workflows: readonly { readonly name: string; readonly application: string }[];
  /** Public names of environments. */
  readonly places: readonly string[];
  /** Notes of the log that were not written for users. */
  readonly notes: readonly string[];
  /** The organisation's own wording: instead of `word` say `say`, in messages of `language`; null = in all. */
  readonly glossary: readonly {
    readonly word: string;
    readonly say: string;
    readonly language: string | null;
  }[];
}

export const knowsNothing: Knowledge = {
  internalNames: [],
  ids: [],
  people: [],
  customers: [],
  publicNames: [],
  workflows: [],
  places: [],
  notes: [],
  glossary: [],
};
