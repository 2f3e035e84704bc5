import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Receivers, type Leave } from './receivers.ts';

type Granted = Extract<Leave, { granted: true }>;

const two = { concurrency: 2, message: 1, bulk: false };

async function granted(receivers: Receivers, name: string, asking = two): Promise<Granted> {
  const leave = await receivers.enter(name, asking);
  if (!leave.granted) throw new Error(leave.why);
  return leave;
}

test('a slow receiver keeps only its own messages waiting', async () => {
  const receivers = new Receivers();
  await granted(receivers, 'slow');
  await granted(receivers, 'slow');
  const [third, other] = await Promise.all([receivers.enter('slow', two), receivers.enter('quick', two)]);
  expect(other.granted).toBe(true);
  expect(third).toMatchObject({ granted: false, circuitOpen: false });
});

test('a turn that becomes free goes to who waits', async () => {
  const receivers = new Receivers();
  const [first] = [await granted(receivers, 'a'), await granted(receivers, 'a')];
  const waiting = receivers.enter('a', two);
  first.end();
  expect((await waiting).granted).toBe(true);
});

test('of those that wait the oldest message goes first, whenever it came', async () => {
  const receivers = new Receivers();
  const [first] = [await granted(receivers, 'a'), await granted(receivers, 'a')];
  const left: number[] = [];
  const send = async (message: number): Promise<void> => {
    const leave = await granted(receivers, 'a', { concurrency: 2, message, bulk: false });
    left.push(message);
    leave.end();
  };
  const others = [send(9), send(7), send(8)];
  first.end();
  await Promise.all(others);
  expect(left).toEqual([7, 8, 9]);
});

test('what goes to many waits for all that does not, and leaves one turn to it', async () => {
  const receivers = new Receivers();
  const many = (message: number) => ({ concurrency: 2, message, bulk: true });
  const first = await granted(receivers, 'a', many(1));
  expect(await receivers.enter('a', many(2))).toMatchObject({ granted: false });
  const left: string[] = [];
  const send = async (name: string, asking: typeof two): Promise<void> => {
    const leave = await granted(receivers, 'a', asking);
    left.push(name);
    leave.end();
  };
  const second = send('customers', many(2));
  await send('page', { ...two, message: 9 });
  expect(left).toEqual(['page']);
  const others = [send('more customers', many(3)), send('another page', { ...two, message: 10 })];
  first.end();
  await Promise.all([second, ...others]);
  expect(left).toEqual(['page', 'another page', 'customers', 'more customers']);
});

test('no more than half of the deliveries that run wait for one that is slow; the others are put back at once', async () => {
  const receivers = new Receivers();
  await granted(receivers, 'slow');
  await granted(receivers, 'slow');
  let ended = 0;
  const waiting = Array.from({ length: 12 }, async () => {
    await receivers.enter('slow', two);
    ended += 1;
  });
  expect(await receivers.enter('slow', two)).toMatchObject({ granted: false, circuitOpen: false });
  expect(ended).toBe(0);
  await Promise.all(waiting);
});

describe('messages to one receiver', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  /** Asks for turns; `left` names whose came, and `recorded` ends the oldest of those. */
  function sender(): {
    left: string[];
    ask: (name: string, asking?: typeof two) => Promise<void>;
    recorded: () => void;
  } {
    const receivers = new Receivers();
    const left: string[] = [];
    const underWay: Granted[] = [];
    const ask = async (name: string, asking = two): Promise<void> => {
      const leave = await granted(receivers, 'a', asking);
      left.push(name);
      underWay.push(leave);
    };
    return { left, ask, recorded: () => underWay.shift()?.end() };
  }

  test('while it answers at once the next leaves when that is recorded', async () => {
    const { left, ask, recorded } = sender();
    for (const name of ['first', 'second', 'third']) void ask(name);
    await vi.advanceTimersByTimeAsync(19);
    expect(left).toEqual(['first']);
    recorded();
    await vi.advanceTimersByTimeAsync(0);
    expect(left).toEqual(['first', 'second']);
  });

  test('while it is slow the next does not wait for that', async () => {
    const { left, ask } = sender();
    for (const name of ['first', 'second']) void ask(name);
    await vi.advanceTimersByTimeAsync(25);
    expect(left).toEqual(['first', 'second']);
  });

  test('are two at a time while many wait', async () => {
    const { left, ask, recorded } = sender();
    for (let n = 0; n < 6; n += 1) void ask(`${n}`);
    await vi.advanceTimersByTimeAsync(19);
    expect(left).toEqual(['0', '1']);
    recorded();
    await vi.advanceTimersByTimeAsync(0);
    expect(left).toEqual(['0', '1', '2']);
    recorded();
    await vi.advanceTimersByTimeAsync(0);
    expect(left).toEqual(['0', '1', '2', '3']);
    recorded();
    await vi.advanceTimersByTimeAsync(0);
    // Only two wait now.
    expect(left).toEqual(['0', '1', '2', '3']);
  });

  test('are one at a time while many wait that nobody is paged by', async () => {
    const { left, ask } = sender();
    for (let n = 0; n < 6; n += 1) void ask(`${n}`, { concurrency: 8, message: n, bulk: true });
    await vi.advanceTimersByTimeAsync(19);
    expect(left).toEqual(['0']);
  });
});

test('a dead receiver is left alone, and the reason is told', async () => {
  const receivers = new Receivers();
  for (let count = 0; count < 5; count += 1) {
    const leave = await granted(receivers, 'dead');
    leave.answered({ answered: false, detail: 'connection refused' });
    leave.end();
  }
  expect(await receivers.enter('dead', two)).toMatchObject({ granted: false, circuitOpen: true });
  expect(receivers.openCircuits()).toEqual([{ receiver: 'dead', detail: 'connection refused' }]);
  expect((await receivers.enter('alive', two)).granted).toBe(true);
});
