import { escalate, nextAt, startEscalating } from '../../server/src/oncall/core/escalation/escalate.ts';
import type { Input, Step } from '../../server/src/oncall/core/escalation/machine.ts';
import type { Severity } from '@fieldmarshal/contract';
import { meaningOf } from '../../server/src/oncall/core/escalation/receipt-meaning.ts';
import { broken } from './checks.ts';
import { severities } from './organisation.ts';
import { readBack, type DeliveryRow, type IncidentRow, type News, type PageRow } from './rows.ts';
import type { Awaits, Claim, Tx, Worker } from './worker.ts';
import type { World } from './world.ts';

/** The verbs of escalation, each what its namesake in `server/src/oncall` does, over rows in memory. */
export interface Escalating {
  accept(worker: Worker, incident: IncidentRow): Awaits<void>;
  start(worker: Worker, claim: Claim): Awaits<void>;
  step(worker: Worker, claim: Claim): Awaits<void>;
  receipt(worker: Worker, claim: Claim): Awaits<void>;
  severity(worker: Worker, claim: Claim): Awaits<void>;
  sweep(worker: Worker, claim: Claim): Awaits<void>;
  /** True where the person was told that it is taken. */
  answer(worker: Worker, page: PageRow, answer: 'acknowledge' | 'decline' | 'resolve'): Awaits<void>;
}

export function escalating(world: World): Escalating {
  const { rows, organisation, checks, random, bug, note } = world;

  const incidentOf = (id: string): IncidentRow => rows.incidents.get(id) ?? broken(`there is no ${id}`);

  const take = (tx: Tx, incident: IncidentRow, input: Input): void => {
    const before = incident.escalation;
    if (before === null) return;
    const state = random.chance(0.002) ? readBack(before) : before;
    const step = escalate(state, input, organisation.worldAt(tx.now));
    if (step.state === state && input.kind !== 'timer') return;
    checks.stepped(incident, state, input, step);
    apply(tx, incident, step);
  };

  const apply = (tx: Tx, incident: IncidentRow, { state, effects }: Step): void => {
    incident.escalation = state;
    for (const effect of effects) {
      if (effect.kind !== 'ring') {
        note(() => `${incident.id} ${effect.kind}: ${effect.why}`);
        continue;
      }
      const { person, ring, method, destination, turnOf } = effect;
      if (turnOf !== null) organisation.takeTurn(turnOf, person);
      const page = incident.pages.find((each) => each.open && each.person === person) ?? rows.newPage(incident, person);
      const key = `${page.id}.${incident.id}.${ring}.${method}`;
      if (rows.deliveries.has(key)) broken(`${key} is made twice`);
      note(() => `${incident.id} rings ${person} ${ring}.${method}`);
      incident.rings.push({ person, ring, method, deliveryKey: key, outcome: null, told: 0 });
      rows.deliveries.set(key, newDelivery({ key, incident, page, destination }));
      tx.setTimer({ key: `deliver:${key}`, task: 'deliver', about: key });
      if (bug !== 'commit-after-send') tx.begun(key);
    }
    const next = nextAt(state);
    if (next === null) tx.cancelTimer(`step:${incident.id}`);
    else tx.setTimer({ key: `step:${incident.id}`, task: 'step', about: incident.id, dueAt: next });
  };

  const newDelivery = (parts: Pick<DeliveryRow, 'key' | 'incident' | 'page' | 'destination'>): DeliveryRow => ({
    ...parts,
    createdAt: world.agenda.now,
    // Handed over with its first attempt opened, as the commit of a process with a worker does.
    state: bug === 'commit-after-send' ? 'queued' : 'sending',
    attempts: bug === 'commit-after-send' ? 0 : 1,
    openedAt: world.agenda.now,
    cancelled: false,
    settledAt: 0,
    faultsBefore: checks.faults,
  });

  const close = (tx: Tx, incident: IncidentRow, pages: readonly PageRow[]): void => {
    for (const page of pages) page.open = false;
    for (const { deliveryKey } of incident.rings) {
      const delivery = rows.deliveries.get(deliveryKey);
      if (!delivery || delivery.settledAt > 0 || !pages.includes(delivery.page)) continue;
      delivery.cancelled = true;
      if (delivery.state === 'sending') continue;
      delivery.state = 'cancelled';
      delivery.settledAt = world.agenda.now;
      tx.cancelTimer(`deliver:${deliveryKey}`);
    }
  };

  return {
    *accept(worker, incident) {
      yield* worker.transaction(null, (tx) => {
        if (rows.incidents.has(incident.id)) return;
        rows.incidents.set(incident.id, incident);
        tx.setTimer({ key: `start:${incident.id}`, task: 'start', about: incident.id });
      });
    },

    *start(worker, claim) {
      yield* worker.transaction(claim, (tx) => {
        const incident = incidentOf(claim.row.about);
        if (incident.escalation !== null) return;
        const policy = random.pick(organisation.policies);
        const step = startEscalating(policy, incident.severity, organisation.worldAt(tx.now));
        checks.stepped(incident, null, null, step);
        apply(tx, incident, step);
      });
    },

    *step(worker, claim) {
      yield* worker.transaction(claim, (tx) => take(tx, incidentOf(claim.row.about), { kind: 'timer' }));
    },

    *severity(worker, claim) {
      yield* worker.transaction(claim, (tx) => {
        const severity: Severity | null = severities.find((each) => each === claim.row.news?.deliveryKey) ?? null;
        take(tx, incidentOf(claim.row.about), { kind: 'severity', severity });
      });
    },

    *receipt(worker, claim) {
      const { news } = claim.row;
      if (news === null) return;
      yield* worker.transaction(claim, (tx) => {
        if (bug === 'forget-a-receipt' && random.chance(0.1)) return;
        const incident = incidentOf(claim.row.about);
        const ring = incident.rings.find((each) => each.deliveryKey === news.deliveryKey);
        if (!ring || ring.told > news.attempt || (ring.told === news.attempt && news.attempt > 0 && !isLater(ring.outcome, news))) return;
        ring.outcome = news.outcome;
        ring.told = news.attempt;
        const meaning = meaningOf(news);
        if (meaning === null) return;
        const { person, ring: name, method } = ring;
        take(tx, incident, { kind: 'receipt', person, ring: name, method, outcome: meaning });
      });
    },

    *sweep(worker, claim) {
      yield* worker.transaction(null, (tx) => {
        if (bug === 'skip-the-sweep') return;
        for (const { id, escalation } of rows.incidents.values()) {
          const due = escalation === null ? null : nextAt(escalation);
          if (due === null || due > world.agenda.now - 1_000 || rows.timers.has(`step:${id}`)) continue;
          tx.setTimer({ key: `step:${id}`, task: 'step', about: id });
        }
      });
      yield* again(worker, claim, 5_000);
    },

    *answer(worker, page, answer) {
      const incident = [...rows.incidents.values()].find(({ pages }) => pages.includes(page));
      if (!incident) return;
      const closed = yield* worker.transaction(null, (tx): PageRow[] => {
        if (answer === 'decline') {
          if (!page.open) return [];
          close(tx, incident, [page]);
          const ring = incident.rings.findLast((each) => each.deliveryKey.startsWith(`${page.id}.`))?.ring ?? '';
          take(tx, incident, { kind: 'declined', person: page.person, ring });
          return [page];
        }
        // An answer to a page that is over changes nothing; whoever was faster has it.
        if (answer === 'acknowledge' && !page.open) return [];
        take(tx, incident, { kind: answer === 'resolve' ? 'stopped' : 'acknowledged' });
        const open = incident.pages.filter((each) => each.open);
        close(tx, incident, open);
        return open;
      });
      for (const each of closed) each.toldAt ||= world.agenda.now;
      note(() => `${page.person} is told: ${incident.id} ${answer}`);
    },
  };
}

/** A receipt that comes after a message was sent is news about the same attempt. */
function isLater(known: News['outcome'] | null, news: News): boolean {
  return known !== 'failed' && news.outcome === 'failed' && news.settled;
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
