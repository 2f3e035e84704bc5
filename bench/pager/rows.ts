import {
  escalationState,
  type EscalationState,
} from '../../server/src/oncall/core/escalation/escalation-state.ts';
import type { Severity } from '@fieldmarshal/contract';

type Task = 'start' | 'step' | 'deliver' | 'receipt' | 'severity' | 'step-sweep' | 'delivery-sweep';

/** What became of an attempt, as the fact that tells it. */
export interface News {
  readonly deliveryKey: string;
  readonly attempt: number;
  readonly outcome: 'sent' | 'failed' | 'unknown';
  readonly settled: boolean;
}

export interface TimerRow {
  readonly key: string;
  readonly task: Task;
  /** Of what it is about; of a receipt its news, of a severity the new one. */
  readonly about: string;
  readonly news: News | null;
  dueAt: number;
  attempts: number;
  /** 0 = nobody holds it. */
  leaseUntil: number;
}

export interface IncidentRow {
  readonly id: string;
  readonly severity: Severity | null;
  readonly acceptedAt: number;
  escalation: EscalationState | null;
  /** Pages and rings of the incident, in the order in which they were made. */
  readonly pages: PageRow[];
  readonly rings: RingRow[];
}

export interface PageRow {
  readonly id: string;
  readonly person: string;
  /** A shadow's: its answer stops nothing. */
  readonly isShadow: boolean;
  open: boolean;
  /** When somebody was told that it is over; 0 = not yet. */
  toldAt: number;
}

export interface RingRow {
  readonly person: string;
  readonly ring: string;
  readonly method: number;
  readonly deliveryKey: string;
  outcome: News['outcome'] | null;
  told: number;
}

export interface DeliveryRow {
  readonly key: string;
  readonly incident: IncidentRow;
  readonly page: PageRow;
  readonly destination: string;
  readonly createdAt: number;
  state: 'queued' | 'sending' | 'sent' | 'failed' | 'cancelled';
  attempts: number;
  openedAt: number;
  cancelled: boolean;
  settledAt: number;
  /** Faults of the world before it was made. */
  readonly faultsBefore: number;
}

/** The database: rows that survive every crash. One commit is one call; nothing of a commit is seen before it. */
export class Rows {
  isUp = true;
  readonly timers = new Map<string, TimerRow>();
  readonly incidents = new Map<string, IncidentRow>();
  readonly deliveries = new Map<string, DeliveryRow>();
  #pages = 0;

  newPage(incident: IncidentRow, person: string, isShadow: boolean): PageRow {
    this.#pages += 1;
    const page: PageRow = { id: `PG-${this.#pages}`, person, isShadow, open: true, toldAt: 0 };
    incident.pages.push(page);
    return page;
  }

  get pageCount(): number {
    return this.#pages;
  }

  /** When the next timer can be claimed; Infinity where there is none. */
  nextDueAt(): number {
    let next = Infinity;
    for (const { dueAt, leaseUntil } of this.timers.values())
      next = Math.min(next, Math.max(dueAt, leaseUntil));
    return next;
  }
}

/** As a state comes back from its column. */
export function readBack(state: EscalationState): EscalationState {
  return escalationState.parse(JSON.parse(JSON.stringify(state)));
}
