import { checkSpec } from '@fieldmarshal/contract/checks';
import { expect, test } from 'vitest';
import { alertChanges, alertText, type CellAlert } from './alert.ts';

const alert = (parts: Partial<CellAlert> = {}): CellAlert => ({
  kind: 'failing',
  run: 'r1',
  products: ['payments'],
  step: 'confirm card',
  reason: 'expected 200, got 502',
  ...parts,
});

test.each([
  ['nothing to nothing', null, null, []],
  ['a first failure', null, alert(), ['fire r1']],
  ['the same failure again', alert(), alert({ run: 'r2', reason: 'other words' }), []],
  ['another step', alert(), alert({ run: 'r2', step: 'log in' }), ['fire r2']],
  ['another product', alert(), alert({ run: 'r2', products: ['identity'] }), ['fire r2']],
  ['the end', alert(), null, ['resolve r1']],
  [
    'what was imminent has come',
    alert({ kind: 'imminent' }),
    alert({ run: 'r2' }),
    ['resolve r1', 'fire r2'],
  ],
])('%s', (_, before, wanted, expected) => {
  expect(alertChanges(before, wanted).map(({ action, alert: { run } }) => `${action} ${run}`)).toEqual(
    expected,
  );
});

const spec = (parts: object = {}) =>
  checkSpec.parse({ displayName: 'Pay by card', probe: { type: 'tcp', host: 'h', port: 1 }, ...parts });
const cell = { check: 'pay', environment: 'eu' };

test('a name that has quotation marks of its own stays one name', () => {
  const named = spec({ displayName: 'find a person who is written “Olena”' });
  expect(alertText(cell, alert({ step: null }), named).title).toBe(
    '“find a person who is written ‘Olena’” fails in eu',
  );
});

test('run, step and products are labels, so that routes and people find them', () => {
  const { title, labels } = alertText(
    cell,
    alert({ products: ['payments', 'web'] }),
    spec({ severity: 'SEV2' }),
  );
  expect(title).toBe('“Pay by card” fails in eu at “confirm card”');
  expect(labels).toEqual({
    alertname: 'CheckFailing',
    check: 'pay',
    check_type: 'tcp',
    environment: 'eu',
    product: 'payments',
    products: 'payments,web',
    run: 'r1',
    step: 'confirm card',
    severity: 'major',
  });
});

test('a check without a severity claims none when it fails, and a warning when something is imminent', () => {
  expect(alertText(cell, alert(), spec()).labels).not.toHaveProperty('severity');
  expect(alertText(cell, alert({ kind: 'imminent' }), spec()).labels['severity']).toBe('warning');
});

test('failing and imminent are two alerts', () => {
  expect(alertText(cell, alert(), spec()).key).not.toBe(
    alertText(cell, alert({ kind: 'imminent' }), spec()).key,
  );
});
