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
