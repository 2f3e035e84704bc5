import { keysOfMessageMax, type RateMessage } from './rate-message.ts';
import { TokenBuckets, type Rate } from './token-buckets.ts';

/** How long requests wait for what other processes can give. */
export const answerWithinMs = 300;
/** A key of which nobody had anything left is not asked for again so soon. */
const restMs = 1_000;
/** A process that says nothing for so long has no part any more; it says that it is there every {@link beatMs}. */
const silentMsMax = 5_000;
export const beatMs = 2_000;
/** Those that gave something are asked again while requests wait, so often at most. */
const roundsMax = 4;
/** Keys that are being asked for or rest, each. */
const keysMax = 20_000;
/** What adding up fractions may lose. */
const rounding = 1e-9;

/** Hears 0: the request may go; else how many seconds to wait. */
type Answer = (waitS: number) => void;

/** Requests of one key that wait for what others give. */
interface Asking {
  readonly waiting: Answer[];
  readonly begunAtMs: number;
  rounds: number;
  /** Those that have not answered in this round. */
  silent: Set<string>;
  /** How many can be expected to give something, and how many have. */
  likely: number;
  giving: number;
}

/**
 * A token bucket for each key, held by several processes together: each has an equal part of it, and of what comes back into it. A process
 * whose part is used up asks the others, and what one gives it has no longer. So together they grant what one alone would, however
 * requests are spread over them, beyond it at most what comes back in {@link answerWithinMs}, and the part of a process that starts or was
 * lost sight of; each has at least one request to grant at once. Alone, it holds all.
 *
 * Of a key it is *granting* (its part lasts), *asking* (requests wait until all have answered, or too long) or *resting* (nobody had
 * anything: only what comes back into its own part is granted, and nobody is asked). Pure: messages go out by {@link sent}, and time comes in.
 */
export class SharedBuckets {
  readonly #me: string;
  readonly #whole: Rate;
  readonly #own: TokenBuckets;
  readonly #heardAtMs = new Map<string, number>();
  /** Those that owe an answer: nobody waits for them again until they say something. */
  readonly #late = new Set<string>();
  readonly #asking = new Map<string, Asking>();
  readonly #restsUntilMs = new Map<string, number>();
  #toAsk = new Set<string>();
  #toSend: RateMessage[] = [];
  #gifts = new Map<string, [string, number][]>();

  /** `me`: different for each process. */
  constructor(rate: Rate, me: string) {
    this.#me = me;
    this.#whole = rate;
    this.#own = new TokenBuckets(rate);
  }

  /** Answers at once, unless others must be asked: then within {@link answerWithinMs}, given that {@link lapse} is called. */
  take(key: string, nowMs: number, answer: Answer): void {
    const asking = this.#asking.get(key);
    if (asking) {
      asking.waiting.push(answer);
      return;
    }
    if (this.#own.take(key, nowMs) === 0) answer(0);
    else if (this.#prompt.length === 0 || this.#rests(key, nowMs)) answer(this.#waitS(key, nowMs));
    else {
      const likely = this.#prompt.length;
      this.#ask(key, {
        waiting: [answer],
        begunAtMs: nowMs,
        rounds: 0,
        silent: new Set(),
        likely,
        giving: 0,
      });
    }
  }

  /** Whether requests wait, so that {@link lapse} must be called. */
  get isAsking(): boolean {
    return this.#asking.size > 0;
  }

  /** What others must hear now; it is theirs then. */
  sent(nowMs: number): RateMessage[] {
    const messages = this.#toSend;
    this.#toSend = [];
    const from = this.#me;
    for (const keys of parts([...this.#toAsk].flatMap((key) => this.#question(key, nowMs))))
      messages.push({ kind: 'asks', from, keys });
    for (const [to, gifts] of this.#gifts)
      for (const keys of parts(gifts)) messages.push({ kind: 'gives', from, to, keys });
    this.#toAsk = new Set();
    this.#gifts = new Map();
    return messages;
  }

  hear(message: RateMessage, nowMs: number): void {
    if (message.from === this.#me) return;
    if (message.kind === 'gone') {
      this.#forget([message.from], nowMs);
      return;
    }
    this.#meet(message.from, nowMs);
    if (message.kind === 'asks') {
      const gifts = message.keys.map(([key, due, welcome]): [string, number] => [
        key,
        this.#give(key, { to: message.from, due, welcome }, nowMs),
      ]);
      this.#gifts.set(message.from, [...(this.#gifts.get(message.from) ?? []), ...gifts]);
    } else if (message.kind === 'gives' && message.to === this.#me)
      for (const [key, tokens] of message.keys) this.#receive(key, { from: message.from, tokens }, nowMs);
  }

  /** Answers what has waited long enough, with what is there. */
  lapse(nowMs: number): void {
    for (const [key, { begunAtMs, silent }] of this.#asking) {
      if (Math.abs(nowMs - begunAtMs) < answerWithinMs) continue;
      for (const peer of silent) this.#late.add(peer);
      this.#conclude(key, nowMs);
    }
  }

  /** To be called at first, and every {@link beatMs}: says that this process is there, and forgets those that are not. */
  beat(nowMs: number): void {
    const isGone = (heardAtMs: number): boolean => Math.abs(nowMs - heardAtMs) > silentMsMax;
    this.#forget(
      [...this.#heardAtMs].flatMap(([peer, at]) => (isGone(at) ? peer : [])),
      nowMs,
    );
    for (const key of this.#restsUntilMs.keys()) if (!this.#rests(key, nowMs)) this.#restsUntilMs.delete(key);
    this.#toSend.push({ kind: 'here', from: this.#me });
  }

  /** Nobody can be heard any more: holds all itself until somebody is. */
  alone(nowMs: number): void {
    this.#forget([...this.#heardAtMs.keys()], nowMs);
    this.#toSend = [];
    this.#gifts = new Map();
  }

  get #peers(): number {
    return this.#heardAtMs.size;
  }

  get #prompt(): string[] {
    return [...this.#heardAtMs.keys()].filter((peer) => !this.#late.has(peer));
  }

  #meet(peer: string, nowMs: number): void {
    this.#late.delete(peer);
    const isNew = !this.#heardAtMs.has(peer);
    this.#heardAtMs.set(peer, nowMs);
    if (!isNew) return;
    this.#share();
    this.#toSend.push({ kind: 'here', from: this.#me });
  }

  #forget(peers: readonly string[], nowMs: number): void {
    for (const peer of peers) {
      this.#heardAtMs.delete(peer);
      this.#late.delete(peer);
    }
    this.#share();
    for (const [key, asking] of this.#asking) {
      for (const peer of peers) asking.silent.delete(peer);
      this.#proceed(key, asking, nowMs);
    }
  }

  #share(): void {
    const holders = this.#peers + 1;
    const { burst, perSecond } = this.#whole;
    this.#own.rate = { burst: Math.max(1, burst / holders), perSecond: perSecond / holders };
  }

  #rests(key: string, nowMs: number): boolean {
    const restMsLeft = (this.#restsUntilMs.get(key) ?? 0) - nowMs;
    return restMsLeft > 0 && restMsLeft <= restMs;
  }

  /** Until there is one, as if the others gave all that comes back. */
  #waitS(key: string, nowMs: number): number {
    return (1 - this.#own.left(key, nowMs)) / this.#whole.perSecond;
  }

  #ask(key: string, asking: Asking): void {
    this.#asking.set(key, {
      ...asking,
      rounds: asking.rounds + 1,
      silent: new Set(this.#prompt),
      giving: 0,
    });
    this.#toAsk.add(key);
  }

  #question(key: string, nowMs: number): [string, number, number][] {
    const asking = this.#asking.get(key);
    if (!asking) return [];
    const { waiting, likely } = asking;
    const room = this.#own.rate.burst - this.#own.left(key, nowMs);
    return [[key, waiting.length / likely, (waiting.length + room) / likely]];
  }

  /** For requests that wait all that is here, if need be; beyond them half at most, so that what has its use here stays. */
  #give(
    key: string,
    { to, due, welcome }: { to: string; due: number; welcome: number },
    nowMs: number,
  ): number {
    // Of two that ask each other one gives, or fractions would change hands and help neither.
    if (this.#asking.has(key) && this.#me < to) return 0;
    const left = this.#own.left(key, nowMs);
    const given = Math.min(left, Math.max(due, Math.min(left / 2, welcome)));
    if (given > 0) this.#own.set(key, left - given, nowMs);
    return given;
  }

  #receive(key: string, { from, tokens }: { from: string; tokens: number }, nowMs: number): void {
    const asking = this.#asking.get(key);
    const left = this.#own.left(key, nowMs) + tokens;
    const granted = asking?.waiting.splice(0, Math.floor(left + rounding)) ?? [];
    this.#own.set(key, Math.max(0, left - granted.length), nowMs);
    for (const answer of granted) answer(0);
    if (!asking?.silent.delete(from)) return;
    if (tokens > 0) asking.giving += 1;
    this.#proceed(key, asking, nowMs);
  }

  #proceed(key: string, asking: Asking, nowMs: number): void {
    if (asking.silent.size > 0) return;
    const { waiting, giving, rounds } = asking;
    if (waiting.length > 0 && giving > 0 && rounds < roundsMax && this.#prompt.length > 0)
      this.#ask(key, { ...asking, likely: giving });
    else this.#conclude(key, nowMs);
  }

  #conclude(key: string, nowMs: number): void {
    const waiting = this.#asking.get(key)?.waiting ?? [];
    this.#asking.delete(key);
    this.#toAsk.delete(key);
    let refused = 0;
    for (const answer of waiting) {
      const isGranted = this.#own.take(key, nowMs) === 0;
      if (!isGranted) refused += 1;
      answer(isGranted ? 0 : this.#waitS(key, nowMs));
    }
    if (refused > 0 && this.#peers > 0) this.#rest(key, nowMs + restMs);
  }

  #rest(key: string, untilMs: number): void {
    this.#restsUntilMs.delete(key);
    this.#restsUntilMs.set(key, untilMs);
    const oldest = this.#restsUntilMs.size > keysMax ? this.#restsUntilMs.keys().next() : undefined;
    if (oldest?.done === false) this.#restsUntilMs.delete(oldest.value);
  }
}

function parts<T>(keys: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(keys.length / keysOfMessageMax) }, (_, index) =>
    keys.slice(index * keysOfMessageMax, (index + 1) * keysOfMessageMax),
  );
}
