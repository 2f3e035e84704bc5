import { describe, expect, test } from 'vitest';
import { deployInput } from '@fieldmarshal/contract/checks';
import type { ListedTest } from '../inside/messages.ts';
import { checksOf } from './checks-of.ts';
import { deployFile } from './deploy-file.ts';

function listed(title: string, more: Partial<ListedTest> = {}): ListedTest {
  return {
    playwrightProject: 'desktop',
    file: 'tests/cart.spec.ts',
    line: 1,
    title: ['cart', title],
    tags: [],
    timeoutMs: 30_000,
    retries: 0,
    isSkipped: false,
    ...more,
  };
}

const file = deployFile.parse({
  project: 'shop',
  environments: [{ environment: 'eu-prod', variables: { baseUrl: 'https://eu.example' } }],
  secrets: ['TOKEN'],
  defaults: { owner: 'checkout', everySeconds: 120 },
  checks: [
    { tag: '@slow', everySeconds: 900 },
    { title: 'pays', severity: 'SEV1' },
    { file: 'drafts/', skip: true },
  ],
});

describe('checks of a project', () => {
  test('are what the contract takes', () => {
    const checks = checksOf(file, [
      listed('adds'),
      listed('pays', { tags: ['@slow', '@product:cart', '@product:payment', '@workflow:buy'] }),
    ]);
    const input = { project: 'shop', digest: 'a'.repeat(64), checks };
    expect(deployInput.safeParse(input).error).toBeUndefined();
    expect(checks.map(({ name }) => name)).toEqual(['shop-cart-adds', 'shop-cart-pays']);
    expect(checks[1]?.spec).toMatchObject({
      owner: 'checkout',
      everySeconds: 900,
      severity: 'SEV1',
      products: ['cart', 'payment'],
      workflow: 'buy',
      secrets: ['TOKEN'],
      timeoutSeconds: 90,
      environments: [{ environment: 'eu-prod', variables: { baseUrl: 'https://eu.example' } }],
    });
  });

  test('have the maintenance of the file, of a rule, and of an environment', () => {
    const hours = { from: '02:00', to: '04:00' };
    const sundays = { timeZone: 'Europe/London', times: [{ days: ['SU'], ...hours }] };
    const first = { timeZone: 'Etc/UTC', times: [{ dates: [1], ...hours }] };
    const last = { timeZone: 'Etc/UTC', times: [{ nth: ['last'], days: ['TU'], ...hours }] };
    const planned = deployFile.parse({
      project: 'shop',
      environments: [{ environment: 'eu-prod', maintenance: last }],
      defaults: { maintenance: sundays },
      checks: [{ title: 'pays', maintenance: first }],
    });
    const checks = checksOf(planned, [listed('adds'), listed('pays')]);
    const input = { project: 'shop', digest: 'a'.repeat(64), checks };
    expect(deployInput.safeParse(input).error).toBeUndefined();
    expect(checks.map(({ spec }) => spec.maintenance)).toEqual([sundays, first]);
    expect(checks[0]?.spec.environments).toMatchObject([{ maintenance: last }]);
    expect(deployFile.safeParse({ project: 'shop', defaults: { maintenance: { times: [] } } }).success).toBe(
      false,
    );
  });

  test('leave out what says that it is not to be run, and what the file leaves out', () => {
    const checks = checksOf(file, [
      listed('a', { isSkipped: true }),
      listed('b', { file: 'drafts/b.spec.ts' }),
      listed('c'),
    ]);
    expect(checks.map(({ name }) => name)).toEqual(['shop-cart-c']);
  });

  test.each<[string, ListedTest[], string[]]>([
    [
      'the same test in two projects',
      [listed('adds'), listed('adds', { playwrightProject: 'phone' })],
      ['shop-cart-adds-desktop', 'shop-cart-adds-phone'],
    ],
    [
      'two titles that read the same',
      [listed('Adds!'), listed('adds?')],
      ['shop-cart-adds-desktop', 'shop-cart-adds-desktop-2'],
    ],
    ['letters of other alphabets', [listed('Zoë pays — für ÜBER 10 €')], ['shop-cart-zoe-pays-fur-uber-10']],
    ['a title of nothing that a name may hold', [listed('购物车')], ['shop-cart-5bff12a3']],
  ])('have names that are theirs alone: %s', (_what, tests, names) => {
    expect(checksOf(file, tests).map(({ name }) => name)).toEqual(names);
  });

  test('titles in another script have names that stay when others come before them', () => {
    const namesOf = (...titles: string[]) =>
      checksOf(
        file,
        titles.map((title) => listed(title, { title: [title] })),
      ).map(({ name }) => name);
    const [search, book, mixed, latin] = namesOf('検索', '予約', 'поиск A', 'Größe');
    expect(namesOf('поиск Б', 'заказ A', '予約', '検索', 'поиск A').slice(2)).toEqual([book, search, mixed]);
    expect(search).toMatch(/^shop-[0-9a-f]{8}$/);
    expect(mixed).toMatch(/^shop-a-[0-9a-f]{8}$/);
    expect(latin).toBe('shop-gro-e');
  });

  test('a file whose tests are one check has its name from that', () => {
    const [check] = checksOf(file, [listed('', { title: [], file: 'tests/Sign in.spec.ts' })]);
    expect(check).toMatchObject({
      name: 'shop-sign-in',
      spec: { displayName: 'Sign in', probe: { title: [] } },
    });
    expect(deployInput.safeParse({ project: 'shop', digest: 'a'.repeat(64), checks: [check] }).success).toBe(
      true,
    );
  });

  test('have names of at most 63 characters', () => {
    const checks = checksOf(file, [
      listed('a very long title '.repeat(10)),
      listed('a very long title '.repeat(11)),
    ]);
    for (const { name } of checks) expect(name.length).toBeLessThanOrEqual(63);
    expect(new Set(checks.map(({ name }) => name)).size).toBe(2);
  });

  test('a test without a time-out still has a bound', () => {
    expect(checksOf(file, [listed('a', { timeoutMs: 0 })])[0]?.spec.timeoutSeconds).toBe(3600);
  });
});

test('a file with a word that is not known is refused by its name', () => {
  expect(deployFile.safeParse({ project: 'shop', everySecond: 5 }).error?.message).toContain('everySecond');
  expect(deployFile.safeParse({ project: 'Shop' }).success).toBe(false);
});
