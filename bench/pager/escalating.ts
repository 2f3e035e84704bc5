import { escalate, nextAt, startEscalating } from '../../server/src/oncall/core/escalation/escalate.ts';
import type { Input, Ring, ShadowRing, Step } from '../../server/src/oncall/core/escalation/machine.ts';
import type { Severity } from '@fieldmarshal/contract';
import { meaningOf } from '../../server/src/oncall/core/escalation/receipt-meaning.ts';
import { broken } from './checks.ts';
import { severities } from './organisation.ts';
import {
  readBack,
  type DeliveryRow,
  type IncidentRow,
  type News,
  type PageRow,
  type RingRow,
} from './rows.ts';
import type { Awaits, Claim, Tx, Worker } from './worker.ts';
import type { World } from './world.ts';

export type Answer = 'acknowledge' | 'decline' | 'resolve';

/** The verbs of escalation, each what its namesake in `server/src/oncall` does, over rows in memory. */
export class Escalating {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  *accept(worker: Worker, incident: IncidentRow): Awaits<void> {
    const { rows } = this.#world;
    yield* worker.transaction(null, (tx) => {
      if (rows.incidents.has(incident.id)) return;
      rows.incidents.set(incident.id, incident);
      tx.setTimer({ key: `start:${incident.id}`, task: 'start', about: incident.id });
    });
  }

  *start(worker: Worker, claim: Claim): Awaits<void> {
    const { random, organisation, checks } = this.#world;
    yield* worker.transaction(claim, (tx) => {
      const incident = this.#incidentOf(claim);
      if (incident.escalation !== null) return;
      const policy = random.pick(organisation.policies);
      const step = startEscalating(policy, incident.severity, organisation.worldAt(tx.now));
      checks.stepped(incident, null, { input: null, step });
      this.#apply(tx, incident, step);
    });
  }

  *step(worker: Worker, claim: Claim): Awaits<void> {
    yield* worker.transaction(claim, (tx) => this.#take(tx, this.#incidentOf(claim), { kind: 'timer' }));
  }

  *severity(worker: Worker, claim: Claim): Awaits<void> {
    yield* worker.transaction(claim, (tx) => {
      const severity: Severity | null =
        severities.find((each) => each === claim.row.news?.deliveryKey) ?? null;
      this.#take(tx, this.#incidentOf(claim), { kind: 'severity', severity });
    });
  }

  *receipt(worker: Worker, claim: Claim): Awaits<void> {
    const { bug, random } = this.#world;
    const { news } = claim.row;
    if (news === null) return;
    yield* worker.transaction(claim, (tx) => {
      if (bug === 'forget-a-receipt' && random.chance(0.1)) return;
      const incident = this.#incidentOf(claim);
      const ring = incident.rings.find((each) => each.deliveryKey === news.deliveryKey);
      if (!ring || !isNews(ring, news)) return;
      ring.outcome = news.outcome;
      ring.told = news.attempt;
      const outcome = meaningOf(news);
      if (outcome === null) return;
      const { person, ring: name, method } = ring;
      this.#take(tx, incident, { kind: 'receipt', person, ring: name, method, outcome });
    });
  }

  *sweep(worker: Worker, claim: Claim): Awaits<void> {
    const { bug, rows, agenda } = this.#world;
    yield* worker.transaction(null, (tx) => {
      if (bug === 'skip-the-sweep') return;
      for (const { id, escalation } of rows.incidents.values()) {
        const due = escalation === null ? null : nextAt(escalation);
        if (due === null || due > agenda.now - 1_000 || rows.timers.has(`step:${id}`)) continue;
        tx.setTimer({ key: `step:${id}`, task: 'step', about: id });
      }
    });
    yield* again(worker, claim, 5_000);
  }

  /** Whoever answers hears that it is taken when this ends. */
  *answer(worker: Worker, page: PageRow, answer: Answer): Awaits<void> {
    const { rows, agenda, note, bug, checks } = this.#world;
    const incident = [...rows.incidents.values()].find(({ pages }) => pages.includes(page));
    if (!incident) return;
    const take = (tx: Tx): PageRow[] => {
      if (page.isShadow && answer !== 'resolve' && bug !== 'shadow-stops-it')
        return this.#follow(tx, incident, page);
      if (answer === 'decline') return this.#decline(tx, incident, page);
      // An answer to a page that is over changes nothing; whoever was faster has it.
      if (answer === 'acknowledge' && !page.open) return [];
      this.#take(tx, incident, { kind: answer === 'resolve' ? 'stopped' : 'acknowledged' });
      const open = incident.pages.filter((each) => each.open);
      this.#close(tx, incident, open);
      return open;
    };
    const closed = yield* worker.transaction(null, (tx): PageRow[] => {
      const before = incident.escalation;
      const taken = take(tx);
      if (page.isShadow && answer !== 'resolve') checks.followed(incident, before);
      return taken;
    });
    for (const each of closed) each.toldAt ||= agenda.now;
    note(() => `${page.person} is told: ${incident.id} ${answer}`);
  }

  #incidentOf({ row }: Claim): IncidentRow {
    return this.#world.rows.incidents.get(row.about) ?? broken(`there is no ${row.about}`);
  }

  #take(tx: Tx, incident: IncidentRow, input: Input): void {
    const { random, organisation, checks } = this.#world;
    const before = incident.escalation;
    if (before === null) return;
    const state = random.chance(0.002) ? readBack(before) : before;
    const step = escalate(state, input, organisation.worldAt(tx.now));
    if (step.state === state && input.kind !== 'timer') return;
    checks.stepped(incident, state, { input, step });
    this.#apply(tx, incident, step);
  }

  #apply(tx: Tx, incident: IncidentRow, { state, effects }: Step): void {
    incident.escalation = state;
    for (const effect of effects) {
      if (effect.kind === 'ring' || effect.kind === 'shadow-ring') this.#ring(tx, incident, effect);
      else this.#world.note(() => `${incident.id} ${effect.kind}: ${effect.why}`);
    }
    const next = nextAt(state);
    if (next === null) tx.cancelTimer(`step:${incident.id}`);
    else tx.setTimer({ key: `step:${incident.id}`, task: 'step', about: incident.id, dueAt: next });
  }

  #ring(tx: Tx, incident: IncidentRow, effect: Ring | ShadowRing): void {
    const { rows, organisation, note, bug } = this.#world;
    const { person, ring, method, destination } = effect;
    const isShadow = effect.kind === 'shadow-ring';
    if (effect.kind === 'ring' && effect.turnOf !== null) organisation.takeTurn(effect.turnOf, person);
    const open = incident.pages.find((each) => each.open && each.person === person);
    // Who is asked for themselves is no shadow any more.
    if (open?.isShadow && !isShadow) this.#close(tx, incident, [open]);
    const page = open?.open ? open : rows.newPage(incident, person, isShadow);
    const key = `${page.id}.${incident.id}.${ring}.${method}`;
    if (rows.deliveries.has(key)) broken(`${key} is made twice`);
    note(() => `${incident.id} rings ${person} ${ring}.${method}`);
    incident.rings.push({ person, ring, method, deliveryKey: key, outcome: null, told: 0 });
    rows.deliveries.set(key, this.#newDelivery({ key, incident, page, destination }));
    tx.setTimer({ key: `deliver:${key}`, task: 'deliver', about: key });
    if (bug !== 'commit-after-send') tx.begun(key);
  }

  #newDelivery(parts: Pick<DeliveryRow, 'key' | 'incident' | 'page' | 'destination'>): DeliveryRow {
    const { agenda, bug, checks } = this.#world;
    return {
      ...parts,
      createdAt: agenda.now,
      // Handed over with its first attempt opened, as the commit of a process with a worker does.
      state: bug === 'commit-after-send' ? 'queued' : 'sending',
      attempts: bug === 'commit-after-send' ? 0 : 1,
      openedAt: agenda.now,
      cancelled: false,
      settledAt: 0,
      faultsBefore: checks.faults,
    };
  }

  #follow(tx: Tx, incident: IncidentRow, page: PageRow): PageRow[] {
    if (!page.open) return [];
    this.#close(tx, incident, [page]);
    this.#take(tx, incident, { kind: 'shadow-answered', person: page.person });
    return [page];
  }

  #decline(tx: Tx, incident: IncidentRow, page: PageRow): PageRow[] {
    if (!page.open) return [];
    this.#close(tx, incident, [page]);
    const ring = incident.rings.findLast((each) => each.deliveryKey.startsWith(`${page.id}.`))?.ring ?? '';
    this.#take(tx, incident, { kind: 'declined', person: page.person, ring });
    return [page];
  }

  #close(tx: Tx, incident: IncidentRow, pages: readonly PageRow[]): void {
    const { rows, agenda } = this.#world;
    for (const page of pages) page.open = false;
    for (const { deliveryKey } of incident.rings) {
      const delivery = rows.deliveries.get(deliveryKey);
      if (!delivery || delivery.settledAt > 0 || !pages.includes(delivery.page)) continue;
      delivery.cancelled = true;
      if (delivery.state === 'sending') continue;
      delivery.state = 'cancelled';
      delivery.settledAt = agenda.now;
      tx.cancelTimer(`deliver:${deliveryKey}`);
    }
  }
}

/** Facts come late, twice and out of order; a receipt that comes after a message was sent is news about the same attempt. */
function isNews({ told, outcome }: RingRow, news: News): boolean {
  if (told !== news.attempt || news.attempt === 0) return told <= news.attempt;
  return outcome !== 'failed' && news.outcome === 'failed' && news.settled;
}

/** A recurring job is set anew under its key. */
export function* again(worker: Worker, { row, attempts }: Claim, everyMs: number): Awaits<void> {
  yield* worker.transaction(null, (tx) => {
    if (row.attempts !== attempts) return;
    row.dueAt = tx.now + everyMs;
    row.leaseUntil = 0;
    row.attempts = 0;
  });
}
