import { createHash } from 'node:crypto';
import type { Server } from '../rig.ts';

export interface Left {
  readonly name: string;
  readonly kind: 'trace' | 'screenshot' | 'video' | 'other';
  readonly contentType: string;
  readonly content: Buffer;
}

/** One failed run that left this behind, by the way of every runner; its id. */
export async function failedRun(server: Server, left: readonly Left[]): Promise<string> {
  const { token } = await server.api<{ token: string }>('POST', '/runners', {
    name: 'far away',
    place: 'denver',
  });
  const speak = async (where: string, body: string | Buffer, type: string): Promise<unknown> => {
    const [method = '', path = ''] = where.split(' ');
    const answer = await fetch(`${server.url}/runner/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      body: Buffer.from(body),
    });
    if (!answer.ok) throw new Error(`${where}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const say = async (path: string, body: object): Promise<unknown> =>
    speak(`POST ${path}`, JSON.stringify({ clock: new Date().toISOString(), ...body }), 'application/json');
  await makeCheck(server);
  const pulled = await say('pull', {
    version: '1',
    wants: { monitors: 1 },
    waitMs: 20_000,
    state: { running: 0 },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the answer of the protocol
  const { orders } = pulled as { orders: { id: string }[] };
  const id = orders[0]?.id ?? '';
  const artefacts = left.map(({ content, ...named }) => ({
    ...named,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  }));
  const report = {
    ...{ id, attempt: 1, startedAt: new Date().toISOString(), durationMs: 900, verdict: 'failed' },
    fault: { class: 'product', why: 'The basket is empty.' },
    artefacts,
  };
  await say('results', { reports: [report] });
  for (const { name, contentType, content } of left)
    await speak(`PUT runs/${id}/artefacts/${name}`, content, contentType);
  return id;
}

async function makeCheck(server: Server): Promise<void> {
  await server.api('PUT', '/catalog/Environment/eu', { spec: {} });
  await server.api('PUT', '/catalog/Check/basket', {
    spec: {
      probe: { type: 'http', url: 'https://shop.example/' },
      everySeconds: 1,
      places: { names: ['denver'] },
      environments: [{ environment: 'eu' }],
      signals: false,
    },
  });
}
