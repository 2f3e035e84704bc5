import type { Given } from '@fieldmarshal/contract/feedback';
import { heldSecondsMax, waitingMax } from '@fieldmarshal/contract/feedback/bounds';

/** What somebody said, as it is sent but for the time that it waited. */
export type Saying = Omit<Given, 'heldSeconds' | 'key'> & {
  key: string;
  named: boolean;
  dataAgeSeconds: number | null;
};

/** An answer that waits on this device. */
export interface Waiting {
  /** Who gave it: nobody else may send it. */
  readonly person: string;
  /** By the clock of this device. */
  readonly givenAt: number;
  readonly said: Saying;
  /** Why the server did not take it; null: it could not be asked yet. */
  readonly refused: string | null;
}

/** What came of sending: taken; the server's refusal; or nobody knows, so it is sent again later under the same key. */
export type Outcome = { is: 'taken' } | { is: 'refused'; why: string } | { is: 'later' };

export type Post = (body: Saying & { heldSeconds: number }) => Promise<Outcome>;

/** The part of `localStorage` that is used; `set` says whether it is kept beyond this page. */
export interface Shelf {
  readonly names: () => readonly string[];
  readonly get: (name: string) => string | null;
  readonly set: (name: string, value: string) => boolean;
  readonly remove: (name: string) => void;
}

export interface OutboxParts {
  readonly shelf: Shelf;
  readonly post: Post;
  readonly person: string;
  /** Epoch ms of this device. */
  readonly now: () => number;
}

/** `kept`: on this device; `kept-in-page`: until the page is closed; `full`: nowhere but in its form. */
export type GiveResult = 'taken' | 'kept' | 'kept-in-page' | 'full' | { readonly refused: string };

const prefix = 'fm.feedback.';

/**
 * Answers that could not be sent yet, each under a name of its own, so that two pages never overwrite one another. An answer stands here
 * before it is sent and leaves when the server has taken or refused it; however often it is sent, its key lets it be counted once.
 */
export function createOutbox({ shelf, post, person, now }: OutboxParts) {
  let isSending = false;
  const list = (): Waiting[] =>
    shelf
      .names()
      .filter((name) => name.startsWith(prefix))
      .flatMap((name) => readWaiting(shelf.get(name)) ?? [])
      .filter((each) => each.person === person)
      .toSorted((a, b) => a.givenAt - b.givenAt);
  const put = (waiting: Waiting): boolean => shelf.set(prefix + waiting.said.key, JSON.stringify(waiting));
  const discard = (key: string): void => shelf.remove(prefix + key);
  /** Its person may have discarded it in the meantime, or another page sent it. */
  const isStillThere = ({ said }: Waiting): boolean => shelf.get(prefix + said.key) !== null;
  const send = async ({ said, givenAt }: Waiting): Promise<Outcome> => {
    // A clock that was set back or far ahead in between makes no time of the future and none without end.
    const held = Math.round((now() - givenAt) / 1_000);
    return post({ ...said, heldSeconds: Math.min(heldSecondsMax, Math.max(0, held)) });
  };
  return {
    list,
    discard,
    /** Sends an answer now; one that nobody took is kept, unless so many wait already: then it stays with who wrote it. */
    give: async (said: Saying): Promise<GiveResult> => {
      const isFull = list().filter(({ said: { key } }) => key !== said.key).length >= waitingMax;
      const waiting: Waiting = { person, givenAt: now(), said, refused: null };
      const isKept = !isFull && put(waiting);
      const outcome = await send(waiting);
      if (outcome.is !== 'later') discard(said.key);
      if (outcome.is === 'refused') return { refused: outcome.why };
      if (outcome.is === 'taken') return 'taken';
      return isFull ? 'full' : isKept ? 'kept' : 'kept-in-page';
    },
    /** Sends what waits, the oldest first, until one cannot be sent. What the server refused waits for its person. */
    flush: async (): Promise<void> => {
      if (isSending) return;
      isSending = true;
      try {
        for (const waiting of list().filter(({ refused }) => refused === null)) {
          if (!isStillThere(waiting)) continue;
          const outcome = await send(waiting);
          if (outcome.is === 'later') return;
          if (outcome.is === 'taken') discard(waiting.said.key);
          else if (isStillThere(waiting)) put({ ...waiting, refused: outcome.why });
        }
      } finally {
        isSending = false;
      }
    },
  };
}
export type Outbox = ReturnType<typeof createOutbox>;

/** Null: it is none of ours, or was cut off. */
function readWaiting(text: string | null): Waiting | null {
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (typeof value !== 'object' || value === null) return null;
    if (!('person' in value) || !('givenAt' in value) || !('said' in value)) return null;
    if (typeof value.givenAt !== 'number' || typeof value.said !== 'object') return null;
    // Only this file writes under this name.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return { refused: null, ...value } as Waiting;
  } catch {
    return null;
  }
}
