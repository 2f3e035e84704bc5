import { ownRulesInput, ringingRules } from '@fieldmarshal/contract/oncall/own-rules';
import { expect, test } from 'vitest';
import { readCatalog } from '#catalog';
import { readContacts } from '#delivery';
import { as } from '../../testing/index.ts';
import { readRoster } from '../index.ts';
import { worldOf } from '../roster/roster.ts';
import { pagingWorld, type PagingWorld } from '../testing/paging-world.ts';
import { chooseOwnRules, dropOwnRules, previewOwnRules, readOwnRules } from './own-rules.ts';

/** Whom of ada's two webhooks the pager would ring for a severity, and after how many minutes. */
async function rings(world: PagingWorld, severity: 'SEV1' | 'SEV3', isLast = false) {
  const directory = { catalog: await readRoster(world.env), contacts: await readContacts(world.env) };
  const { reach } = worldOf(directory, world.env.clock.now());
  return reach({ person: 'ada' }, { severity, isLast }).flatMap(({ methods }) =>
    methods.map(({ destination, afterMs }) => [
      destination.split('/').at(-1),
      afterMs === null ? null : afterMs / 60_000,
    ]),
  );
}

const always = { days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], from: '00:00', to: '24:00' };
const twice = ringingRules.parse({
  notificationRules: [{ ring: [{ channel: 'webhook' }, { channel: 'webhook', afterMinutes: 7 }] }],
  quietHours: { timezone: 'Etc/UTC', windows: [always] },
});

test('what somebody chooses rings them from then on, quiet hours included, and never silences SEV1 or the end of a policy', async () => {
  const world = await pagingWorld();
  const ada = world.as('ada');
  expect(await readOwnRules(ada)).toMatchObject({ from: 'catalog' });
  expect(await rings(world, 'SEV1')).toEqual([
    ['ada', 0],
    ['ada-second', null],
  ]);
  const chosen = await chooseOwnRules(ada, twice);
  expect(chosen).toMatchObject({
    from: 'own',
    rules: twice,
    ofCatalog: { quietHours: null },
    plan: [
      { severity: 'SEV1', inQuietHours: null, ways: [{ afterMinutes: 0 }, { afterMinutes: 7 }] },
      { severity: 'SEV2', inQuietHours: [] },
      { severity: 'SEV3', inQuietHours: [] },
      { severity: 'SEV4', inQuietHours: [] },
    ],
  });
  expect(chosen.warnings.join()).toContain('nothing rings you for SEV2, SEV3, SEV4');
  expect(await rings(world, 'SEV1')).toEqual([
    ['ada', 0],
    ['ada-second', 7],
  ]);
  expect(await rings(world, 'SEV3')).toEqual([]);
  expect(await rings(world, 'SEV3', true)).toEqual([
    ['ada', 0],
    ['ada-second', 7],
  ]);
  await world.start({ severity: 'SEV3' });
  await world.env.drain();
  expect(world.people()).toEqual(['bo', 'cy']);
  expect((await readCatalog(world.env)).get('Person', 'ada')?.spec.quietHours).toBeUndefined();
});

test('a choice is taken back, and told in the audit log once each', async () => {
  const world = await pagingWorld();
  const ada = world.as('ada');
  for (let times = 0; times < 2; times += 1) await chooseOwnRules(ada, twice);
  for (let times = 0; times < 2; times += 1)
    expect(await dropOwnRules(ada)).toMatchObject({ from: 'catalog', rules: { quietHours: null } });
  expect(await rings(world, 'SEV3')).toEqual([
    ['ada', 0],
    ['ada-second', null],
  ]);
  const { rows } = await world.env.databases.pools.web.query(
    `select action from audit where subject = 'Person/ada' and action like 'person.%' order by seq`,
  );
  expect(rows).toEqual([{ action: 'person.rules-chosen' }, { action: 'person.rules-dropped' }]);
});

test('a preview changes nothing, and says what of the rules means nothing', async () => {
  const world = await pagingWorld();
  const ada = world.as('ada');
  const sms = ringingRules.parse({ notificationRules: [{ ring: [{ channel: 'sms' }] }] });
  const seen = await previewOwnRules(ada, sms);
  expect(seen.warnings).toEqual([expect.stringContaining('You have no way by sms') as unknown]);
  expect(seen.plan[0]?.ways.map(({ afterMinutes }) => afterMinutes)).toEqual([0, null]);
  expect(await readOwnRules(ada)).toMatchObject({ from: 'catalog' });
});

test('a key that belongs to nobody has no rules', async () => {
  const world = await pagingWorld();
  const service = { ...as(world.env, 'x', ['admin']), actor: { kind: 'system', name: 'x' } as const };
  await expect(readOwnRules(service)).rejects.toMatchObject({ code: 'refused' });
});

test.each([
  [
    'rules that all wait',
    { notificationRules: [{ ring: [{ channel: 'sms', afterMinutes: 2 }] }] },
    'notificationRules.0.ring',
  ],
  [
    'a channel that is none',
    { notificationRules: [{ ring: [{ channel: 'pigeon' }] }] },
    'notificationRules.0.ring.0.channel',
  ],
  ['a rule that rings nothing', { notificationRules: [{ ring: [] }] }, 'notificationRules.0.ring'],
  [
    'three hours of waiting',
    { notificationRules: [{ ring: [{ channel: 'sms' }, { channel: 'voice', afterMinutes: 180 }] }] },
    'notificationRules.0.ring.1.afterMinutes',
  ],
  [
    'quiet hours for SEV1',
    { quietHours: { timezone: 'Etc/UTC', windows: [always], severities: ['SEV1'] } },
    'quietHours.severities.0',
  ],
  [
    'quiet hours in no zone',
    { quietHours: { timezone: 'Mars/Base', windows: [always] } },
    'quietHours.timezone',
  ],
  ['quiet hours without hours', { quietHours: { timezone: 'Etc/UTC', windows: [] } }, 'quietHours.windows'],
])('%s cannot be chosen, by its field', (_, input, path) => {
  const read = ownRulesInput.safeParse(input);
  expect(read.error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
});
