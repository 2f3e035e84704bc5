import { nextAt } from '../../server/src/oncall/core/escalation/escalate.ts';
import { ringName, type EscalationState } from '../../server/src/oncall/core/escalation/escalation-state.ts';
import type { Input, Ring, ShadowRing, Step } from '../../server/src/oncall/core/escalation/machine.ts';
import { onCallAt } from '../../server/src/oncall/core/shifts.ts';
import type { DeliveryRow, IncidentRow } from './rows.ts';
import type { World } from './world.ts';

/** A promise of the pager was broken. */
export class Violation extends Error {}

/** A page leaves within this time when all is well … */
const normallyMs = 30_000;
/** … and within this time after the last trouble was over. */
const afterTroubleMs = 120_000;
/** What was looked at less than a second before it leaves may have been answered in that second. */
const lookedAtMs = 2_500;

/** Looks at every commit, every message and, now and then, at what should have happened and has not. */
export class Checks {
  /** Until when there was trouble; how much there was. */
  #troubleUntil = 0;
  faults = 0;
  readonly #world: World;
  readonly #rung = new Set<string>();
  readonly #asked = new Set<string>();
  readonly #arrivals = new Map<string, number>();

  constructor(world: World) {
    this.#world = world;
  }

  trouble(forMs: number): void {
    this.faults += 1;
    this.#troubleUntil = Math.max(this.#troubleUntil, this.#world.agenda.now + forMs);
  }

  /** A commit that moved an escalation on. */
  stepped(
    incident: IncidentRow,
    before: EscalationState | null,
    { input, step: { state, effects } }: { input: Input | null; step: Step },
  ): void {
    const { now } = this.#world.agenda;
    const rings = effects.filter((effect): effect is Ring => effect.kind === 'ring');
    if (state.status === 'paging' && nextAt(state) === null) broken(`${incident.id} stopped in silence`);
    if (before && rings.length > 0) {
      const isOver =
        before.status === 'stopped' ||
        (before.status === 'acknowledged' && (before.stalledAt ?? Infinity) > now);
      if (isOver) broken(`I4: ${incident.id} rang after an answer`);
      if (input?.kind === 'timer' && now < (nextAt(before) ?? Infinity)) broken(`${incident.id} rang early`);
    }
    const isOut = state.status === 'exhausted' && before?.status !== 'exhausted';
    if (isOut && !effects.some((each) => each.kind === 'exhausted' && each.final))
      broken(`${incident.id} was exhausted without a word`);
    // A step that rings now asks whoever is on now; a way that follows within it asks whoever was on when it began.
    const isNewStep =
      before === null ||
      before.step !== state.step ||
      before.round !== state.round ||
      before.walk !== state.walk;
    const running = isNewStep ? ringName(state) : null;
    for (const ring of rings) this.#ringOf(incident, ring, ring.ring === running);
    for (const effect of effects) if (effect.kind === 'shadow-ring') this.#besideOf(incident, effect);
    if (state.status === 'paging') this.#mayAnswer(incident, state);
  }

  /** A shadow answered: whoever is asked is asked on, no later than before. */
  followed({ id, escalation }: IncidentRow, before: EscalationState | null): void {
    if (before === null || escalation === null) return;
    if (escalation.status !== before.status) broken(`a shadow ended ${id}, which was ${before.status}`);
    if (nextAt(escalation) !== nextAt(before)) broken(`a shadow delayed ${id}`);
  }

  /** A shadow is rung only beside somebody who is rung in the same step. */
  #besideOf({ id }: IncidentRow, { ring, person, of, method }: ShadowRing): void {
    if (!this.#asked.has(`${id} ${ring.slice(0, -1)} ${of}`))
      broken(`${id}: ${person} is rung as the shadow of ${of}, who is not`);
    const name = `${id} ${ring} ${person} ${method}`;
    if (this.#rung.has(name)) broken(`${name}: rung twice by one method in one step`);
    this.#rung.add(name);
  }

  #ringOf(incident: IncidentRow, { ring, person, method, why }: Ring, dueNow: boolean): void {
    const name = `${incident.id} ${ring} ${person} ${method}`;
    if (this.#rung.has(name)) broken(`${name}: rung twice by one method in one step`);
    this.#rung.add(name);
    this.#asked.add(`${incident.id} ${ring} ${person}`);
    const rota = why.startsWith('on call for ')
      ? this.#world.organisation.rotas.get(why.slice(12))
      : undefined;
    const isFirst = method === 0 && dueNow;
    if (rota && isFirst && !onCallAt(rota, this.#world.agenda.now).includes(person))
      broken(`${name}: is not on call now`);
  }

  #mayAnswer(incident: IncidentRow, state: EscalationState): void {
    const ring = ringName(state);
    const running = Object.entries(state.people).filter(([, each]) => each.ring === ring);
    const isHopeless = running.every(
      ([person, { failed, methods }]) => failed.length >= methods.length || state.declined.includes(person),
    );
    if (isHopeless) broken(`${incident.id} waits for nobody`);
  }

  /** A process hands a message to the network. */
  leaves(delivery: DeliveryRow): void {
    const { now } = this.#world.agenda;
    const { page, attempts, key } = delivery;
    if (attempts === 0) broken(`I5: ${key} left before the log knew of it`);
    if (page.toldAt > 0 && now > page.toldAt + lookedAtMs)
      broken(`I4: ${key} left ${now - page.toldAt} ms after somebody was told that it is over`);
  }

  arrived(delivery: DeliveryRow): void {
    const { key, faultsBefore } = delivery;
    const count = (this.#arrivals.get(key) ?? 0) + 1;
    this.#arrivals.set(key, count);
    if (count - 1 > 2 * (this.faults - faultsBefore))
      broken(`I3: ${key} arrived ${count} times for ${this.faults - faultsBefore} faults`);
  }

  hasArrived(key: string): boolean {
    return this.#arrivals.has(key);
  }

  /** I2: what is due and has not happened, beyond every patience. */
  inspect(): void {
    const { agenda, rows } = this.#world;
    const isLate = (dueAt: number): boolean =>
      agenda.now > Math.max(dueAt + normallyMs, this.#troubleUntil + afterTroubleMs);
    for (const incident of rows.incidents.values()) {
      const { id, acceptedAt, escalation, rings } = incident;
      if (escalation === null && isLate(acceptedAt)) broken(`I2: ${id} was accepted and pages nobody`);
      const due = escalation === null ? null : nextAt(escalation);
      if (due !== null && isLate(due)) broken(`I2: a step of ${id} is overdue`);
      for (const { deliveryKey, outcome } of rings) {
        const delivery = rows.deliveries.get(deliveryKey);
        if (!delivery) broken(`${deliveryKey} was asked for and never stored`);
        const isOver = delivery.settledAt > 0 && delivery.state !== 'cancelled';
        if (isOver && outcome === null && isLate(delivery.settledAt))
          broken(`I5: the log does not tell what became of ${deliveryKey}`);
      }
    }
    for (const { key, settledAt, attempts, createdAt, state, openedAt } of rows.deliveries.values()) {
      if (settledAt > 0) continue;
      if (attempts === 0 && isLate(createdAt)) broken(`I2: ${key} has not left`);
      if (state === 'sending' && isLate(openedAt + normallyMs))
        broken(`I5: ${key} hangs in the middle of being sent`);
    }
  }
}

export function broken(what: string): never {
  throw new Violation(what);
}
