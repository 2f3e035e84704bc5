import { waitingMax } from '@fieldmarshal/contract/feedback/bounds';
import { describe, expect, test } from 'vitest';
import { createOutbox, type Outcome, type Post, type Saying, type Shelf } from './outbox.ts';

const keyOf = (n: number) => n.toString(16).padStart(32, '0');
const saying = (n: number): Saying => ({
  ...{ screen: '/now', found: 'no', words: `answer ${n}`, key: keyOf(n), named: false, dataAgeSeconds: 0 },
});

/** A device with its clock, whose server answers as it is told; `sent` are keys with how long they waited, in seconds. */
function device() {
  const kept = new Map<string, string>();
  const state = { now: 1_000_000, answer: { is: 'later' } as Outcome, mayKeep: true };
  const page = new Map<string, string>();
  const shelf: Shelf = {
    names: () => [...kept.keys(), ...page.keys()],
    get: (name) => kept.get(name) ?? page.get(name) ?? null,
    set: (name, value) => {
      (state.mayKeep ? kept : page).set(name, value);
      return state.mayKeep;
    },
    remove: (name) => {
      kept.delete(name);
      page.delete(name);
    },
  };
  const sent: [string, number][] = [];
  const post: Post = async ({ key, heldSeconds }) => {
    sent.push([key, heldSeconds]);
    return Promise.resolve(state.answer);
  };
  const open = (person = 'ada') => createOutbox({ shelf, post, person, now: () => state.now });
  return { kept, state, sent, open };
}

describe('an answer', () => {
  test('that the server took is kept nowhere', async () => {
    const { kept, state, open } = device();
    state.answer = { is: 'taken' };
    expect(await open().give(saying(1))).toBe('taken');
    expect(kept.size).toBe(0);
  });

  test('that the server refused stays with who wrote it', async () => {
    const { kept, state, open } = device();
    state.answer = { is: 'refused', why: 'Too long.' };
    expect(await open().give(saying(1))).toEqual({ refused: 'Too long.' });
    expect(kept.size).toBe(0);
  });

  test('stands on the device before it is sent, so that a page that closes in between loses nothing', async () => {
    const { kept, open, state } = device();
    let during = 0;
    const outbox = createOutbox({
      shelf: {
        ...{ names: () => [...kept.keys()], get: (name: string) => kept.get(name) ?? null },
        set: (name, value) => Boolean(kept.set(name, value)),
        remove: (name) => void kept.delete(name),
      },
      post: async () => {
        during = kept.size;
        return Promise.resolve({ is: 'later' });
      },
      ...{ person: 'ada', now: () => state.now },
    });
    await outbox.give(saying(1));
    expect(during).toBe(1);
    expect(
      open()
        .list()
        .map(({ said }) => said.words),
    ).toEqual(['answer 1']);
  });

  test('that could not be sent is sent later, by another page too, under its key and with how long it waited', async () => {
    const { kept, state, sent, open } = device();
    expect(await open().give(saying(1))).toBe('kept');
    state.now += 90_000;
    await open().flush();
    state.answer = { is: 'taken' };
    state.now += 30_000;
    await open().flush();
    await open().flush();
    expect(sent).toEqual([
      [keyOf(1), 0],
      [keyOf(1), 90],
      [keyOf(1), 120],
    ]);
    expect(kept.size).toBe(0);
  });

  test('that is given again while it waits is the same one', async () => {
    const { kept, open } = device();
    const outbox = open();
    await outbox.give(saying(1));
    await outbox.give(saying(1));
    expect(kept.size).toBe(1);
  });

  test('is sent by nobody else who signs in on the device', async () => {
    const { state, sent, open } = device();
    await open('ada').give(saying(1));
    state.answer = { is: 'taken' };
    expect(open('ola').list()).toEqual([]);
    await open('ola').flush();
    expect(sent).toHaveLength(1);
    await open('ada').flush();
    expect(sent).toHaveLength(2);
  });

  test('of a clock that was set back has waited for no time, and of one that was wrong by years for 400 days', async () => {
    const { state, sent, open } = device();
    await open().give(saying(1));
    state.now -= 1_000_000;
    await open().flush();
    state.now += 5e12;
    await open().flush();
    expect(sent.map(([, held]) => held)).toEqual([0, 0, 34_560_000]);
  });

  test('beyond so many stays in its form, and nothing that waits goes for it', async () => {
    const { kept, open } = device();
    const outbox = open();
    for (let n = 1; n <= waitingMax; n += 1) expect(await outbox.give(saying(n))).toBe('kept');
    expect(await outbox.give(saying(99))).toBe('full');
    expect(kept.size).toBe(waitingMax);
    expect(outbox.list()[0]?.said.words).toBe('answer 1');
  });

  test('is said to last only as long as the page where the browser keeps nothing, and is sent from there', async () => {
    const { state, sent, open } = device();
    state.mayKeep = false;
    const outbox = open();
    expect(await outbox.give(saying(1))).toBe('kept-in-page');
    state.answer = { is: 'taken' };
    await outbox.flush();
    expect(sent).toHaveLength(2);
    expect(outbox.list()).toEqual([]);
  });
});

describe('what waits', () => {
  test('goes the oldest first, and none is tried after one that nobody took', async () => {
    const { state, sent, open } = device();
    const outbox = open();
    for (const n of [3, 1, 2]) {
      state.now += 1_000;
      await outbox.give(saying(n));
    }
    sent.length = 0;
    await outbox.flush();
    expect(sent.map(([key]) => key)).toEqual([keyOf(3)]);
    state.answer = { is: 'taken' };
    await outbox.flush();
    expect(sent.map(([key]) => key)).toEqual([keyOf(3), keyOf(3), keyOf(1), keyOf(2)]);
  });

  test('stays with the reason where the server refuses it, and is not sent again', async () => {
    const { state, sent, open } = device();
    const outbox = open();
    await outbox.give(saying(1));
    state.answer = { is: 'refused', why: 'Nothing is collected.' };
    await outbox.flush();
    await outbox.flush();
    expect(sent).toHaveLength(2);
    expect(outbox.list()).toMatchObject([{ refused: 'Nothing is collected.' }]);
    outbox.discard(keyOf(1));
    expect(outbox.list()).toEqual([]);
  });

  test('and was discarded in the meantime is not sent', async () => {
    const { state, sent, open } = device();
    const outbox = open();
    for (const n of [1, 2]) await outbox.give(saying(n));
    sent.length = 0;
    state.answer = { is: 'taken' };
    const flushing = outbox.flush();
    outbox.discard(keyOf(2));
    await flushing;
    expect(sent.map(([key]) => key)).toEqual([keyOf(1)]);
  });

  test('is told apart from what is none of ours or was cut off', async () => {
    const { kept, open } = device();
    for (const [n, text] of ['{', 'null', '{"person":"ada"}', '"x"'].entries())
      kept.set(`fm.feedback.${n}`, text);
    kept.set('fm.theme', 'dark');
    expect(open().list()).toEqual([]);
    await open().flush();
  });
});
