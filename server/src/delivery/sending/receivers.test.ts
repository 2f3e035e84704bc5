import { expect, test } from 'vitest';
import { Receivers, type Leave } from './receivers.ts';

type Granted = Extract<Leave, { granted: true }>;

async function granted(receivers: Receivers, name: string): Promise<Granted> {
  const leave = await receivers.enter(name, 2);
  if (!leave.granted) throw new Error(leave.why);
  return leave;
}

test('a slow receiver keeps only its own messages waiting', async () => {
  const receivers = new Receivers();
  await granted(receivers, 'slow');
  await granted(receivers, 'slow');
  const [third, other] = await Promise.all([receivers.enter('slow', 2), receivers.enter('quick', 2)]);
  expect(other.granted).toBe(true);
  expect(third).toMatchObject({ granted: false, circuitOpen: false });
});

test('a turn that becomes free goes to who waits', async () => {
  const receivers = new Receivers();
  const [first] = [await granted(receivers, 'a'), await granted(receivers, 'a')];
  const waiting = receivers.enter('a', 2);
  first.done({ answered: true, detail: '' });
  expect((await waiting).granted).toBe(true);
});

test('a dead receiver is left alone, and the reason is told', async () => {
  const receivers = new Receivers();
  for (let count = 0; count < 5; count += 1) {
    const leave = await granted(receivers, 'dead');
    leave.done({ answered: false, detail: 'connection refused' });
  }
  expect(await receivers.enter('dead', 2)).toMatchObject({ granted: false, circuitOpen: true });
  expect(receivers.openCircuits()).toEqual([{ receiver: 'dead', detail: 'connection refused' }]);
  expect((await receivers.enter('alive', 2)).granted).toBe(true);
});
