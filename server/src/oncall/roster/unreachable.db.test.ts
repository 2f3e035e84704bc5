import { expect, test } from 'vitest';
import { pagingWorld } from '../testing/paging-world.ts';
import { unreachableNow } from './unreachable.ts';

test('somebody on call is unreachable while their last page did not arrive', async () => {
  const world = await pagingWorld();
  expect((await unreachableNow(world.as('bo'))).items).toEqual([]);
  world.answerWith('ada', 410);
  world.answerWith('ada-second', 410);
  await world.start();
  await world.env.drain();
  expect((await unreachableNow(world.as('bo'))).items).toMatchObject([
    { person: 'ada', schedules: ['rota'], why: [expect.stringContaining('did not arrive') as unknown] },
  ]);
});

test('somebody on call in their quiet hours is not reachable for the severities they rest from, and the list says which', async () => {
  const world = await pagingWorld();
  const day = '{ days: [MO, TU, WE, TH, FR, SA, SU], from: "00:00", to: "24:00" }';
  const ada = (quiet: string): string => `apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ada }
spec: { email: ada@example.org, contactMethods: [{ channel: webhook, url: HOOK/ada }], quietHours: { timezone: Europe/London, windows: [${day}], ${quiet} } }`;
  await world.apply(ada('severities: [SEV3, SEV4]'));
  expect((await unreachableNow(world.as('bo'))).items).toMatchObject([
    { person: 'ada', why: ['Their quiet hours run: nothing rings them for SEV3, SEV4 now.'] },
  ]);
  await world.apply(ada('channels: [webhook]'));
  expect((await unreachableNow(world.as('bo'))).items).toEqual([]);
});

test('somebody whose every way needs what is not configured is unreachable', async () => {
  const world = await pagingWorld();
  await world.apply(`apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ada }
spec: { email: ada@example.org, contactMethods: [{ channel: sms, number: '+447700900123' }] }`);
  expect((await unreachableNow(world.as('bo'))).items).toMatchObject([
    { person: 'ada', why: [expect.stringContaining('Text messages are not configured') as unknown] },
  ]);
});
