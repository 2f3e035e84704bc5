/** The protocols that signals arrive by. */
type Source = 'alertmanager' | 'webhook' | 'pagerduty' | 'opsgenie' | 'events' | 'heartbeat' | 'check';

export type Labels = Readonly<Record<string, string>>;

/** Whose key a signal came with. */
export interface Integration {
  readonly id: string;
  readonly name: string;
}

/** One message about one alert, in our own terms. Instants are milliseconds since 1970. */
export interface Signal {
  readonly integration: Integration;
  readonly source: Source;
  /** `fire` opens or repeats, `resolve` ends, `acknowledge` says that somebody at the sender has it. */
  readonly action: 'fire' | 'resolve' | 'acknowledge';
  /** The sender's key of the alert, 1–512 characters, none of them a control character; unique within its integration. */
  readonly key: string;
  /** {@link alertKey}: tells alerts of all integrations apart. */
  readonly id: string;
  /** One line for people, 1–200 characters. */
  readonly title: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly link: string | null;
  /** Of title, labels, annotations and link; see {@link contentHash}. */
  readonly hash: number;
  /** When it began, as the sender says; `null` = when it reached us. */
  readonly startsAt: number | null;
  /** When a `fire` counts as resolved unless repeated, or when a `resolve` took effect; `null` = never, or now. */
  readonly endsAt: number | null;
  /** Milliseconds after which an unrepeated `fire` without `endsAt` counts as resolved; `null` = never. */
  readonly expiresAfterMs: number | null;
  /** Whether an ended alert nobody heard of before is worth a row: it happened while we could not listen. */
  readonly keepsHistory: boolean;
  /** Whether each repeat is counted durably. Senders that repeat a state for ever are counted in memory first. */
  readonly countsDurably: boolean;
}

/** A key that tells alerts of all integrations apart. */
export function alertKey(integrationId: string, key: string): string {
  return `${integrationId}\n${key}`;
}
