import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { peerRequests, type PeerRequest } from './peer-requests.ts';
import { programPath, startAlertmanager, type Program } from './programs.ts';
import { startServer, type Server } from './rig.ts';

const path = await programPath('prometheus-alertmanager');
const requestsAt = Date.now();
const stages = peerRequests(requestsAt);

describe.skipIf(path === null)('side by side with Debian’s Alertmanager', () => {
  let peer: Program;
  let server: Server;
  const remembered = { peer: new Map<string, string>(), ours: new Map<string, string>() };

  beforeAll(async () => {
    const config = 'route: { receiver: none }\nreceivers: [{ name: none }]\n';
    [peer, server] = await Promise.all([startAlertmanager({ path: path ?? '', config }), startServer()]);
  });
  afterAll(async () => {
    await Promise.all([peer.end(), server.end()]);
  });

  test('every request has the same answer', async () => {
    const differing: string[] = [];
    for (const stage of stages) {
      const found = await Promise.all(stage.map(async (story) => compare(story)));
      differing.push(...found.flat());
    }
    expect(differing.join('\n')).toBe('');
  });

  async function compare(story: readonly PeerRequest[]): Promise<string[]> {
    const differing: string[] = [];
    for (const request of story) {
      const difference = await differenceOf(request);
      if (difference !== null) differing.push(`${request.name}\n  ${difference}`);
    }
    return differing;
  }

  /** What only grows by a repeat is written within a second, so a reading gets that time. */
  async function differenceOf(request: PeerRequest): Promise<string | null> {
    for (let patience = 20; ; patience -= 1) {
      const theirs = await ask(peer.url, request, remembered.peer);
      const ours = await ask(server.intake, request, remembered.ours);
      if (theirs === ours) return null;
      if (request.grows !== true || patience === 0) return `theirs ${theirs}\n  ours   ${ours}`;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
});

async function ask(base: string, request: PeerRequest, ids: Map<string, string>): Promise<string> {
  const filled = (text: string): string =>
    text.replaceAll(/\$(\w+)/g, (_, name: string) => ids.get(name) ?? name);
  const response = await fetch(base + filled(request.path), {
    method: request.method,
    ...(request.body === undefined
      ? {}
      : {
          body: filled(request.body),
          headers: { 'content-type': request.type ?? 'application/json' },
        }),
  });
  const text = await response.text();
  const id = /"silenceID":"([^"]+)"/.exec(text)?.[1];
  if (request.keep !== undefined && id !== undefined) ids.set(request.keep, id);
  const type = response.headers.get('content-type');
  return `${response.status} ${type} ${request.statusOnly === true ? '' : comparable(text, ids)}`;
}

/** The answer without what must differ: ids of silences, names of receivers, and the moment within two seconds. */
function comparable(text: string, ids: ReadonlyMap<string, string>): string {
  let shown = text.trim();
  for (const [name, id] of ids) shown = shown.replaceAll(id, name);
  shown = shown.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'some-id');
  let value: unknown;
  try {
    value = JSON.parse(shown);
  } catch {
    return shown;
  }
  return JSON.stringify(value, (name, item: unknown) => {
    if (name === 'receivers' || name === 'updatedAt') return '…';
    if ((name === 'startsAt' || name === 'endsAt') && typeof item === 'string') return instantOf(item);
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
    // The order of names in an object means nothing.
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Each server reads its clock itself, so instants near now are taken as now, and those that follow from it to the minute. */
function instantOf(text: string): string {
  const minutes = (Date.parse(text) - requestsAt) / 60_000;
  return Math.abs(minutes) < 100 ? `${Math.round(minutes)} min` : new Date(text).toISOString();
}
