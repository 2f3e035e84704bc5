import { scope } from './scope.ts';

/**
 * What one session has seen last: its pages and the answers of the API, each with when it was current. One session at a time: an answer
 * to another one removes what was kept, and so does signing out. The server names the session in `fm-session`, a name that opens nothing.
 */
const prefix = 'state-';
const shellKey = '/';
const sessionHeader = 'fm-session';
const keptAtHeader = 'fm-kept-at';
/** Answers kept; the ones kept first go first. */
const entriesMax = 300;
const entryBytesMax = 2 * 1024 * 1024;

/** Sessions that ended while their last answers may still be on the way. */
const ended = new Set<string>();

/** The same question at another moment is the same question: what was last seen of a span of time answers it. */
export function keyOf(url: string): string {
  const key = new URL(url);
  for (const moment of ['from', 'to', 'at']) key.searchParams.delete(moment);
  return key.href;
}

/** Forgets everything of every session. */
export async function forgetState(): Promise<void> {
  for (const name of await stateNames()) {
    ended.add(name);
    await scope.caches.delete(name);
  }
}

/** Keeps an answer under the session that it was given to. Answers without one are not kept. */
export async function keepAnswer(key: string, answer: Response): Promise<void> {
  const session = answer.headers.get(sessionHeader);
  if (session === null || !/^[\w-]{1,100}$/.test(session)) return;
  const name = `${prefix}${session}`;
  if (ended.has(name)) return;
  const body = await answer.blob();
  if (body.size > entryBytesMax) return;
  for (const other of await stateNames()) if (other !== name) await scope.caches.delete(other);
  const cache = await scope.caches.open(name);
  const headers = new Headers(answer.headers);
  headers.set(keptAtHeader, new Date().toISOString());
  headers.delete('content-encoding');
  headers.delete('content-length');
  await cache.put(key, new Response(body, { status: answer.status, headers }));
  // Signed out while this was being written.
  if (ended.has(name)) await scope.caches.delete(name);
  const keys = await cache.keys();
  await Promise.all(
    keys.slice(0, Math.max(0, keys.length - entriesMax)).map(async (old) => cache.delete(old)),
  );
}

export async function keepPage(answer: Response): Promise<void> {
  await keepAnswer(shellKey, answer);
}

export async function keptAnswer(key: string): Promise<Response | undefined> {
  const [name] = await stateNames();
  if (name === undefined) return undefined;
  const cache = await scope.caches.open(name);
  return cache.match(key, { ignoreVary: true });
}

/** The last page of the session, saying on its root element since when it is kept. */
export async function keptPage(): Promise<Response | undefined> {
  const kept = await keptAnswer(shellKey);
  if (!kept) return undefined;
  const at = kept.headers.get(keptAtHeader) ?? '';
  const html = (await kept.text()).replace('<html ', () => `<html data-kept-at="${at}" `);
  return new Response(html, { status: 200, headers: kept.headers });
}

async function stateNames(): Promise<string[]> {
  return (await scope.caches.keys()).filter((name) => name.startsWith(prefix));
}
