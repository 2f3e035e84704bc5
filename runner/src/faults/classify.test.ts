import { describe, expect, test } from 'vitest';
import type { FaultClass } from '@fieldmarshal/contract/checks';
import { classify } from './classify.ts';
import type { FactRequest, Facts } from './facts.ts';

const well = { dns: true, route: true, starvedRatio: 0.1, memoryRatio: 0.3, diskFull: false };
const calm: Facts = {
  how: 'ended',
  limit: null,
  errors: [],
  failedCategory: null,
  isTimeOut: false,
  requests: [],
  pageCrashed: false,
  browserGone: false,
  pageErrors: [],
  missingSecrets: [],
  runner: well,
  hasPassedBefore: null,
  timeoutMs: 30_000,
};
const ok: FactRequest = {
  url: 'https://shop.example/',
  status: 200,
  failure: null,
  durationMs: 80,
  isProduct: true,
};
const unseen = 'Error: expect(locator).toHaveText(expected) failed\nExpected: "Hello"\nReceived: "Bye"';
const timeOut = 'Test timeout of 30000ms exceeded.';

const cases: [string, FaultClass, Partial<Facts>][] = [
  [
    'a page that shows the wrong thing',
    'product',
    { errors: [unseen], requests: [ok], hasPassedBefore: true },
  ],
  ['an answer of 503', 'product', { errors: [unseen], requests: [{ ...ok, status: 503 }] }],
  [
    'a product that refuses connections',
    'product',
    {
      errors: ['Error: page.goto: net::ERR_CONNECTION_REFUSED at https://shop.example/'],
      requests: [{ ...ok, status: null, failure: 'net::ERR_CONNECTION_REFUSED' }],
    },
  ],
  [
    'a name of the product that is gone while others resolve',
    'product',
    {
      errors: ['Error: page.goto: net::ERR_NAME_NOT_RESOLVED at https://shop.example/'],
      requests: [{ ...ok, status: null, failure: 'net::ERR_NAME_NOT_RESOLVED' }],
    },
  ],
  [
    'an answer that takes for ever',
    'product',
    { errors: [timeOut], isTimeOut: true, requests: [{ ...ok, durationMs: 12_000 }] },
  ],
  [
    'a certificate that is over',
    'product',
    {
      errors: ['page.goto: net::ERR_CERT_DATE_INVALID at https://shop.example/'],
      requests: [{ ...ok, status: null, failure: 'net::ERR_CERT_DATE_INVALID' }],
    },
  ],
  [
    'a script of the page that fails',
    'product',
    { errors: [unseen], pageErrors: ['TypeError: cart is undefined'], requests: [ok] },
  ],
  [
    'a selector that fits two',
    'test',
    {
      errors: ["Error: locator.click: Error: strict mode violation: locator('a') resolved to 2 elements"],
      requests: [ok],
    },
  ],
  [
    'a selector that cannot be read',
    'test',
    {
      errors: ['Error: locator.click: Unexpected token "]" while parsing css selector "a]]"'],
      requests: [ok],
    },
  ],
  [
    'a mistake in its code',
    'test',
    { errors: ["TypeError: Cannot read properties of undefined (reading 'total')"], requests: [ok] },
  ],
  [
    'a file that is not there',
    'test',
    { errors: ["Error: ENOENT: no such file or directory, open 'a.pdf'"], requests: [ok] },
  ],
  [
    'an import that is not there',
    'test',
    { how: 'not-loaded', errors: ["Error: Cannot find module 'left-pad'"] },
  ],
  ['a loop without end', 'test', { how: 'killed', limit: 'time', errors: ['It did not end.'] }],
  ['a full disk of its own making', 'test', { how: 'killed', limit: 'disk', errors: ['It wrote too much.'] }],
  ['a secret without a value', 'test', { errors: [unseen], missingSecrets: ['TOKEN'] }],
  ['a test that is gone', 'test', { how: 'no-test', errors: ['No tests found'] }],
  [
    'an address of nobody',
    'test',
    {
      errors: ['Error: page.goto: net::ERR_NAME_NOT_RESOLVED at https://shoop.example/'],
      requests: [
        {
          ...ok,
          url: 'https://shoop.example/',
          status: null,
          failure: 'net::ERR_NAME_NOT_RESOLVED',
          isProduct: false,
        },
      ],
    },
  ],
  [
    'a test that never passed, every request answered',
    'test',
    { errors: [timeOut], isTimeOut: true, requests: [ok], hasPassedBefore: false },
  ],
  ['a page that crashed', 'harness', { errors: ['Error: page.goto: Page crashed'], pageCrashed: true }],
  [
    'a browser that went away',
    'harness',
    { errors: ['Error: page.click: Target page, context or browser has been closed'], browserGone: true },
  ],
  ['a browser that does not start', 'harness', { how: 'no-browser', errors: ['The browser did not start.'] }],
  [
    'too much memory',
    'harness',
    { how: 'killed', limit: 'memory', errors: ['It used more than 2048 MiB of memory.'] },
  ],
  [
    'a process that was gone',
    'harness',
    { how: 'died', errors: ['Playwright ended (SIGKILL) before the test did.'] },
  ],
  ['a runner without disk', 'harness', { errors: ['Error: ENOSPC: no space left on device, write'] }],
  [
    'a runner with too much to do',
    'harness',
    { errors: [timeOut], isTimeOut: true, requests: [ok], runner: { ...well, starvedRatio: 0.9 } },
  ],
  [
    'a machine without network',
    'environment',
    {
      errors: ['page.goto: net::ERR_INTERNET_DISCONNECTED at https://shop.example/'],
      requests: [{ ...ok, status: null, failure: 'net::ERR_INTERNET_DISCONNECTED' }],
    },
  ],
  [
    'a resolver that does not answer',
    'environment',
    {
      errors: ['page.goto: net::ERR_NAME_NOT_RESOLVED at https://shop.example/'],
      requests: [{ ...ok, status: null, failure: 'net::ERR_NAME_NOT_RESOLVED' }],
      runner: { ...well, dns: false },
    },
  ],
  [
    'nothing that can be reached',
    'environment',
    {
      errors: ['page.goto: net::ERR_CONNECTION_TIMED_OUT at https://shop.example/'],
      requests: [{ ...ok, status: null, failure: 'net::ERR_CONNECTION_TIMED_OUT' }],
      runner: { ...well, route: false },
    },
  ],
  [
    'a proxy of the runner that is away',
    'environment',
    { errors: ['page.goto: net::ERR_PROXY_CONNECTION_FAILED at https://shop.example/'], requests: [] },
  ],
];

describe('whose fault it is', () => {
  test.each(cases)('%s: %s', (_what, kind, facts) => {
    const fault = classify({ ...calm, ...facts });
    expect(fault.class, fault.why).toBe(kind);
  });
});

test.each([
  [`browserType.launch: Executable doesn't exist at /r/browsers/firefox-1572/firefox/firefox`, 'firefox'],
  [
    `browserType.launch: Chromium distribution 'msedge' is not found at /opt/microsoft/msedge/msedge`,
    'msedge',
  ],
])('a browser that the runner does not have is named: %s', (error, browser) => {
  const fault = classify({ ...calm, errors: [error] });
  expect(fault?.class).toBe('harness');
  expect(fault?.why).toContain(`has no ${browser}, which`);
});

const closed: FactRequest = { ...ok, status: null, failure: 'net::ERR_CONNECTION_REFUSED' };
test.each<[string, boolean, Partial<Facts>]>([
  ['every request was refused', true, { errors: ['net::ERR_CONNECTION_REFUSED'], requests: [closed] }],
  ['a call of the test itself was refused', true, { errors: ['connect ECONNREFUSED 10.0.0.1:443'] }],
  [
    'what was asked never came',
    true,
    { errors: [timeOut], isTimeOut: true, requests: [{ ...ok, status: null, durationMs: 20_000 }] },
  ],
  ['one of them was answered', false, { errors: ['net::ERR_CONNECTION_REFUSED'], requests: [ok, closed] }],
  ['the answer was an error', false, { errors: [unseen], requests: [{ ...ok, status: 503 }] }],
  ['nothing was asked', false, { errors: [unseen] }],
])('a run is unanswered, or not, where %s', (_, unanswered, facts) => {
  expect(classify({ ...calm, ...facts })).toMatchObject({ class: 'product', unanswered });
});

test('what is no fault of a product is not unanswered', () => {
  const cut = { errors: ['net::ERR_INTERNET_DISCONNECTED'], requests: [closed] };
  expect(classify({ ...calm, ...cut })).toMatchObject({ class: 'environment', unanswered: false });
});
