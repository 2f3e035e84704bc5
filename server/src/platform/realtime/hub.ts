import type { ServerResponse } from 'node:http';
import type { Actor } from '@fieldmarshal/contract';
import type { Env } from '../env.ts';
import { listen } from './listener.ts';
import { openStreams } from './streams.ts';
import { liveChannel, liveMessage } from './publisher.ts';
import { restMs } from './rest.ts';

/** Sends live messages to every open browser stream of this process. */
export interface LiveHub {
  /** Takes over the response as an event stream until the client goes or falls behind. It hears of nothing that `actor` may not see. */
  attach(response: ServerResponse, actor?: Actor): void;
  readonly watchers: number;
  /** Tells every stream that it lives, and ends those whose actor may not listen any more. By itself every 15 s. */
  beat(): Promise<void>;
  close(): Promise<void>;
}

/** Changes within this time reach a browser as one message, so that a storm does not become a storm of screens. */
const coalesceMs = 40;
/** Where it cannot be asked who may hear of an incident, what names it waits, and is asked about again after this long. */
const askAgainMs = 500;
/** More topics than this wait as one: look at everything again. */
const waitingMax = 500;
const heartbeatMs = 15_000;
const hintsMax = 50;

/**
 * Of these incidents, which are not for everybody: by actor, those that do not exist for them. Null: all are for everybody. Asked for
 * each message, so that what becomes private is silent from then on.
 */
export type LiveGuard = (
  incidents: readonly string[],
) => Promise<((actor: Actor | undefined) => ReadonlySet<string>) | null>;

/**
 * For whom messages have no hints: who may not see some environment, since a hint may be the title of an alert there. Null: for nobody.
 */
export type LiveWordless = () => Promise<((actor: Actor | undefined) => boolean) | null>;

/** Who of these may not listen any more: signed out, shut out, with a token that was revoked. */
export type LiveOver = (actors: readonly Actor[]) => Promise<ReadonlySet<Actor>>;

interface Guards {
  readonly over?: LiveOver;
  readonly guard?: LiveGuard;
  readonly wordless?: LiveWordless;
}

export function startLiveHub(
  env: Env,
  { guard = async () => null, wordless = async () => null, over = async () => new Set<Actor>() }: Guards = {},
): LiveHub {
  const streams = openStreams();
  let topics = new Set<string>();
  let hints: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  let restUntil = 0;
  let closed = false;

  const flush = async (): Promise<void> => {
    timer = undefined;
    const gathered = { topics: [...topics], hints, at: env.clock.now().toISOString() };
    topics = new Set();
    hints = [];
    const named = incidentsIn(gathered);
    const asked = await guardOf(env, guard, named);
    if (asked === 'not asked') wait(gathered.topics.filter(namesIncident));
    const message = asked === 'not asked' ? withoutHidden(gathered, named) : gathered;
    const hiddenFrom = asked === 'not asked' ? null : asked;
    // Where that cannot be asked, nothing is named to anybody.
    const isWordless = message.hints.length > 0 ? await wordless().catch(() => () => true) : null;
    const from = performance.now();
    streams.send((actor) => {
      const heard = isWordless?.(actor) === true ? { ...message, hints: [] } : message;
      const seen = hiddenFrom === null ? heard : withoutHidden(heard, hiddenFrom(actor));
      return seen.topics.length > 0 ? chunkOf(seen) : null;
    });
    const to = performance.now();
    restUntil = to + restMs(to - from);
  };
  /** Topics that nobody has heard of yet are asked about once more, so that none is lost with a question that failed. */
  const wait = (unheard: readonly string[]): void => {
    for (const topic of unheard) topics.add(topic);
    if (topics.size > waitingMax) topics = new Set(['*']);
    if (!closed) timer ??= setTimeout(() => void flush(), askAgainMs);
  };
  const receive = (payload: string): void => {
    // An empty payload follows a reconnect: anything may have been missed.
    const message = payload === '' ? { topics: ['*'] } : liveMessage.parse(JSON.parse(payload));
    for (const topic of message.topics) topics.add(topic);
    if (message.hint !== undefined && hints.length < hintsMax) hints.push(message.hint);
    timer ??= setTimeout(() => void flush(), Math.max(coalesceMs, restUntil - performance.now()));
  };

  const listener = listen(env, liveChannel, receive);
  const now = (): string => env.clock.now().toISOString();
  const beat = async (): Promise<void> => {
    // Storage that is away says nothing to anybody, so nobody hears too much meanwhile.
    streams.end(await over(streams.listeners()).catch(() => new Set<Actor>()));
    const chunk = Buffer.from(`event: beat\ndata: ${JSON.stringify({ topics: [], at: now() })}\n\n`);
    streams.send(() => chunk);
  };
  const heartbeat = setInterval(() => void beat(), heartbeatMs);
  return {
    attach: (response, actor) => {
      const first = JSON.stringify({ topics: ['*'], hints: [], at: now() });
      streams.attach(response, actor, `retry: 1000\ndata: ${first}\n\n`);
    },
    get watchers() {
      return streams.size;
    },
    beat,
    close: async () => {
      closed = true;
      clearInterval(heartbeat);
      clearTimeout(timer);
      streams.end();
      await listener.close();
    },
  };
}

interface Message {
  readonly topics: readonly string[];
  readonly hints: readonly string[];
  readonly at: string;
}

function chunkOf(message: Message): Buffer {
  return Buffer.from(`data: ${JSON.stringify(message)}\n\n`);
}

const incidentId = /INC-\d+/g;

function incidentsIn({ topics, hints }: Message): ReadonlySet<string> {
  return new Set([...topics, ...hints].flatMap((text) => text.match(incidentId) ?? []));
}

function namesIncident(topic: string): boolean {
  return topic.match(incidentId) !== null;
}

type Asked = Awaited<ReturnType<LiveGuard>> | 'not asked';

async function guardOf({ log }: Env, guard: LiveGuard, named: ReadonlySet<string>): Promise<Asked> {
  if (named.size === 0) return null;
  return guard([...named]).catch((error: unknown) => {
    log.warn({ error: String(error) }, 'who may hear of an incident cannot be asked; live updates wait');
    return 'not asked' as const;
  });
}

/** The message without topics and hints that name what is hidden. */
function withoutHidden({ topics, hints, at }: Message, hidden: ReadonlySet<string>): Message {
  const isSeen = (text: string): boolean => (text.match(incidentId) ?? []).every((id) => !hidden.has(id));
  return { topics: topics.filter(isSeen), hints: hints.filter(isSeen), at };
}
