import type { CommandBody, Declaration } from './decide/command.ts';
import { decide } from './decide/decide.ts';
import type { Decision } from './decide/decision.ts';
import type { NewEvent, StoredEvent } from './events/events.ts';
import { foldEvents } from './fold/reduce.ts';
import type { Incident, Who } from './state-schema.ts';

/** For tests: a person as the log names them. */
export function person(name: string): Who {
  return { kind: 'person', id: name, name: `${name} displayed`, person: name };
}

export const system: Who = { kind: 'system', id: 'reactions', name: 'reactions', person: null };

export const declaration: Declaration = {
  type: 'declare',
  title: 'Uploads fail',
  summary: '',
  severity: null,
  product: null,
  environment: null,
  escalationPolicy: null,
  drill: false,
  origin: null,
  alertCount: 0,
  fieldMarshal: null,
  teams: [],
  alerts: [],
};

/** For tests: a log in memory that commands are carried out on, with a clock that is moved by hand. */
export class TestLog {
  readonly id: string;
  readonly events: StoredEvent[] = [];
  incident: Incident | null = null;
  nowMs = Date.parse('2026-11-24T10:00:00.000Z');

  constructor(id = 'INC-1') {
    this.id = id;
  }

  /** Moves the clock, carries out, appends. Returns what decide said. */
  ask(by: Who, command: CommandBody, afterMs = 1_000): Decision {
    this.nowMs += afterMs;
    const decision = decide(this.incident, { ...command, by }, this.now);
    if (decision.ok) this.append(by, decision.events);
    return decision;
  }

  append(actor: Who, events: readonly NewEvent[]): void {
    for (const { type, version, data } of events) {
      const seq = this.events.length + 1;
      const event = { incidentId: this.id, seq, id: `e${seq}`, at: this.now, actor, type, version, data };
      this.events.push(event);
      this.incident = foldEvents([event], this.incident);
    }
  }

  get now(): string {
    return new Date(this.nowMs).toISOString();
  }

  /** The incident, which must have been declared. */
  get state(): Incident {
    if (this.incident === null) throw new Error('not declared');
    return this.incident;
  }
}

/** For tests: a log that has just been declared by mira. */
export function declared(change: Partial<Declaration> = {}, id = 'INC-1'): TestLog {
  const log = new TestLog(id);
  log.ask(person('mira'), { ...declaration, ...change });
  return log;
}
