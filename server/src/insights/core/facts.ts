import type { Severity } from '@fieldmarshal/contract';
import type { Finder, TimeMeasure } from '@fieldmarshal/contract/insights';

/** One page of a person, at their own time of day. */
export interface PageFact {
  readonly person: string;
  readonly name: string;
  readonly hub: string | null;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** 0–23, of their local day. */
  readonly hour: number;
  readonly weekend: boolean;
  /** The night it fell into, named by the day on which that night began; null by day. */
  readonly night: string | null;
  /** How many minutes of that night had passed; null by day. */
  readonly nightMinute: number | null;
  /** Milliseconds to the answer; null: never. */
  readonly ackMs: number | null;
}

/** What numbers are made of: one incident, rolled up. Instants are milliseconds since 1970. */
export interface IncidentFacts {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity | null;
  readonly product: string | null;
  readonly team: string | null;
  readonly environment: string | null;
  readonly hub: string | null;
  readonly state: string;
  readonly declaredAt: number;
  readonly reopened: number;
  readonly foundBy: Finder;
  readonly isFalseAlarm: boolean;
  /** Milliseconds; below zero where a clock was wrong; null: it did not happen, or nobody knows. */
  readonly times: Readonly<Record<TimeMeasure, number | null>>;
  readonly cause: { readonly kind: string; readonly name: string; readonly title: string } | null;
  /** null: nobody knows how many users were hit. */
  readonly userMinutes: number | null;
  readonly customers: Readonly<Record<string, number>>;
  readonly pages: readonly PageFact[];
  readonly people: number;
  readonly personMinutes: number;
}

/** What came after an incident, which may change long after it is over. */
export interface Aftermath {
  readonly rca: 'none' | 'below' | 'waiting' | 'accepted' | 'dismissed' | 'done' | 'overdue';
  readonly actions: {
    readonly unfinished: number;
    readonly overdue: number;
    readonly done: number;
    readonly dropped: number;
  };
}

export type Known = IncidentFacts & Aftermath;

export function isOver({ state }: Pick<IncidentFacts, 'state'>): boolean {
  return state === 'resolved' || state === 'reviewed';
}
