import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classify } from './classify.ts';
import type { Facts } from './facts.ts';

const maybe = fc.option(fc.boolean(), { nil: null });
const failure = fc.constantFrom(
  null,
  'net::ERR_CONNECTION_REFUSED',
  'net::ERR_NAME_NOT_RESOLVED',
  'net::ERR_INTERNET_DISCONNECTED',
  'net::ERR_ABORTED',
);
const request = fc.record({
  url: fc.webUrl(),
  status: fc.option(fc.integer({ min: 100, max: 599 }), { nil: null }),
  failure,
  durationMs: fc.integer({ min: 0, max: 60_000 }),
  isProduct: fc.boolean(),
});
const error = fc.oneof(
  fc.string(),
  fc.constantFrom(
    'Error: page.goto: net::ERR_CONNECTION_REFUSED at http://a.example/',
    'TypeError: x is not a function',
    'Error: locator.click: strict mode violation',
    'Test timeout of 30000ms exceeded.',
    'Error: page.click: Target crashed',
  ),
);
const facts: fc.Arbitrary<Facts> = fc.record({
  how: fc.constantFrom('ended', 'no-bundle', 'no-test', 'not-loaded', 'no-browser', 'killed', 'died'),
  limit: fc.constantFrom(null, 'memory', 'output', 'disk', 'processes', 'start', 'time'),
  errors: fc.array(error, { maxLength: 3 }),
  failedCategory: fc.constantFrom(null, 'expect', 'pw:api'),
  isTimeOut: fc.boolean(),
  requests: fc.array(request, { maxLength: 5 }),
  pageCrashed: fc.boolean(),
  browserGone: fc.boolean(),
  pageErrors: fc.array(fc.string(), { maxLength: 1 }),
  missingSecrets: fc.constantFrom([], ['TOKEN']),
  runner: fc.record({
    dns: maybe,
    route: maybe,
    starvedRatio: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null }),
    memoryRatio: fc.constant(null),
    diskFull: maybe,
  }),
  hasPassedBefore: maybe,
  timeoutMs: fc.integer({ min: 100, max: 600_000 }),
});

test('always says one class and one sentence that fits into a report', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const fault = classify(given);
      expect(['product', 'test', 'harness', 'environment']).toContain(fault.class);
      expect(fault.why.length).toBeGreaterThan(0);
      expect(fault.why.length).toBeLessThanOrEqual(1000);
      expect(classify(given)).toEqual(fault);
    }),
  );
});

test('a crash or a lost browser is never the fault of a product', () => {
  fc.assert(
    fc.property(facts, (given) => {
      expect(classify({ ...given, pageCrashed: true }).class).not.toBe('product');
      expect(classify({ ...given, browserGone: true }).class).not.toBe('product');
    }),
  );
});

test('a run that went over a limit is never the fault of a product', () => {
  fc.assert(
    fc.property(facts, fc.constantFrom('memory', 'output', 'disk', 'time'), (given, limit) => {
      expect(classify({ ...given, how: 'killed', limit }).class).not.toBe('product');
    }),
  );
});

test('while nothing else can be reached, no failure to connect is the fault of a product', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const requests = given.requests.map((one) => ({
        ...one,
        status: null,
        failure: 'net::ERR_CONNECTION_TIMED_OUT',
        isProduct: true,
      }));
      fc.pre(requests.length > 0);
      const cut = { ...given, requests, runner: { ...given.runner, dns: false, route: false } };
      expect(classify({ ...cut, errors: ['net::ERR_CONNECTION_TIMED_OUT'] }).class).not.toBe('product');
    }),
  );
});

test('more bad answers of products never take the blame away from them', () => {
  fc.assert(
    fc.property(facts, (wild) => {
      const given: Facts = {
        ...wild,
        how: 'ended',
        limit: null,
        pageCrashed: false,
        browserGone: false,
        missingSecrets: [],
      };
      fc.pre(classify(given).class === 'product');
      const worse = { url: 'http://a.example/', status: 500, failure: null, durationMs: 5, isProduct: true };
      expect(classify({ ...given, requests: [...given.requests, worse] }).class).toBe('product');
    }),
  );
});
