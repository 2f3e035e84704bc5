import { TestLog, declaration, person, system } from '../../contract/src/incidents/testing-log.ts';

export const products = 60;
export const environments = 5;
export const customers = 40;
export const rules = 200;
const people = 30;
const minuteMs = 60_000;

/** An incident as a real one leaves it: found by an alert or by people, paged, led, moved on, resolved; every value follows from its number. */
export function lived(number: number, atMs: number): TestLog {
  const log = new TestLog(`INC-${number}`);
  log.nowMs = atMs;
  const who = person(`person-${number % people}`);
  const isFound = number % 4 !== 0;
  log.ask(isFound ? system : who, {
    ...declaration,
    title: `Something ${number} fails`,
    severity: severities[number % 4] ?? null,
    product: `product-${number % products}`,
    environment: `env-${number % environments}`,
    origin: isFound ? { kind: 'alert-group', id: String(number) } : null,
    alertCount: isFound ? 1 : 0,
    drill: number % 50 === 7,
  });
  const page = {
    page: `p${number}`,
    person: { person: who.id, name: who.name },
    team: null,
    channel: 'email',
    happenedAt: null,
  };
  log.ask(system, { type: 'record-page', ...page, status: 'sent', detail: '', answeredBy: null });
  const answered = {
    ...page,
    channel: null,
    status: 'acknowledged',
    detail: '',
    answeredBy: who.name,
  } as const;
  log.ask(system, { type: 'record-page', ...answered }, (1 + (number % 7)) * minuteMs);
  log.ask(who, { type: 'acknowledge' });
  if (number % 10 !== 3) workOn(log, number);
  log.ask(who, { type: 'resolve', summary: 'fixed' }, (5 + (number % 170)) * minuteMs);
  return log;
}

const severities = ['SEV1', 'SEV2', 'SEV3', null] as const;

function workOn(log: TestLog, number: number): void {
  const who = person(`person-${(number + 1) % people}`);
  log.ask(who, { type: 'take-role', role: 'field-marshal' }, minuteMs);
  log.ask(who, { type: 'set-severity', severity: 'SEV2', reason: '' });
  log.ask(who, { type: 'set-state', state: 'identified' }, (number % 30) * minuteMs);
  log.ask(who, { type: 'set-state', state: 'monitoring' }, (number % 40) * minuteMs);
  const name = `product-${(number * 7) % products}`;
  const cause = { kind: 'product', name, displayName: name } as const;
  log.ask(who, { type: 'answer-cause', answer: 'confirmed', cause, faultKind: null, note: '' });
}
