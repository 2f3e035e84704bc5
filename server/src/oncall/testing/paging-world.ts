import http from 'node:http';
import { z } from 'zod';
import { applyObjects } from '#catalog';
import { deliveryAttempted, deliveryHandlers, deliverySettled } from '#delivery';
import { on, systemCtx, type Config, type Ctx } from '#platform';

import { as, testEnv, whenOver, type TestEnv } from '../../testing/index.ts';
import { oncallHandlers, recordReceipt, startEscalation, type StartEscalation } from '../index.ts';

/** A message as somebody's webhook got it. */
interface Rang {
  readonly person: string;
  readonly id: string;
  readonly body: { readonly data: Record<string, unknown> };
}

/** People with webhooks that really listen, a catalog that names them, and a database whose time can be moved. */
export interface PagingWorld {
  readonly env: TestEnv;
  /** In order of arrival. */
  readonly rang: Rang[];
  /** Who was rung, in alphabetical order: within a step there is no other. */
  people(): string[];
  /** Makes a path of the receiver answer with this status from now on, e.g. `('ada', 410)`. */
  answerWith(path: string, status: number): void;
  apply(yaml: string): Promise<void>;
  start(parts?: Partial<StartEscalation>): Promise<string>;
  /** Moves database time and does everything that is due then. */
  pass(minutes: number): Promise<void>;
  system(): Ctx;
  as(person: string): Ctx;
  answerUrl(person: string): string;
}

const posted = z.object({ data: z.record(z.string(), z.unknown()) });

export async function pagingWorld(config: Partial<Config> = {}): Promise<PagingWorld> {
  const rang: Rang[] = [];
  const statuses = new Map<string, number>();
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const person = (request.url ?? '').slice(1);
      const status = statuses.get(person) ?? 204;
      if (status < 300)
        rang.push({
          person,
          id: String(request.headers['webhook-id']),
          body: posted.parse(JSON.parse(body)),
        });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  whenOver(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const env = await testEnv({
    handlers: [...deliveryHandlers, ...oncallHandlers],
    reactions: [
      on(deliveryAttempted, 'attempted', (ctx, { data }) => recordReceipt(ctx, data)),
      on(deliverySettled, 'settled', (ctx, { data }) => recordReceipt(ctx, data)),
    ],
    config,
  });
  const world: PagingWorld = {
    env,
    rang,
    people: () => rang.map(({ person }) => person).sort(),
    answerWith: (path, status) => void statuses.set(path, status),
    apply: async (yaml) => {
      const text = yaml.replaceAll('HOOK', `http://127.0.0.1:${port}`);
      await applyObjects(as(env, 'lead', ['admin']), {
        files: [{ path: 'test.yaml', text }],
        dryRun: false,
        prune: false,
      });
    },
    start: async (parts) => {
      const given = {
        incidentId: 'INC-1',
        policy: 'main',
        reason: 'test',
        title: 'Checkout fails',
        severity: 'SEV1',
      } as const;
      const { escalationId } = await startEscalation(systemCtx(env, 'test'), { ...given, ...parts });
      if (escalationId === null) throw new Error('the incident is over');
      return escalationId;
    },
    pass: async (minutes) => {
      await env.fastForward(minutes * 60_000);
      await env.drain();
    },
    system: () => systemCtx(env, 'test'),
    as: (person) => as(env, person, ['responder']),
    answerUrl: (person) => String(rang.findLast((each) => each.person === person)?.body.data['answerUrl']),
  };
  await world.apply(catalog);
  return world;
}

const person = (name: string): string => `---
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ${name} }
spec: { displayName: ${name.toUpperCase()}, email: ${name}@example.org, contactMethods: [{ channel: webhook, url: HOOK/${name} }, { channel: webhook, url: HOOK/${name}-second }], notificationRules: [{ ring: [{ channel: webhook }] }] }
`;

/** main: ada (on call), then the team of bo and cy, then zed. empty: a schedule with nobody, then bo. */
const catalog = `${['ada', 'bo', 'cy', 'zed'].map(person).join('')}---
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: edge }
spec: { members: [bo, cy], escalationPolicy: main }
---
apiVersion: fieldmarshal/v1
kind: Schedule
metadata: { name: rota }
spec: { timezone: Europe/London, layers: [{ name: all, start: '2024-01-01T00:00:00Z', handoff: { type: none }, participants: [ada] }] }
---
apiVersion: fieldmarshal/v1
kind: Schedule
metadata: { name: deserted }
spec: { timezone: Etc/UTC }
---
apiVersion: fieldmarshal/v1
kind: EscalationPolicy
metadata: { name: main }
spec:
  default: true
  steps:
    - { targets: [{ schedule: rota }], minutes: 5 }
    - { targets: [{ team: edge }], minutes: 5 }
  repeat: 0
  fallback: [{ person: zed }]
---
apiVersion: fieldmarshal/v1
kind: EscalationPolicy
metadata: { name: empty }
spec:
  steps:
    - { targets: [{ schedule: deserted }], minutes: 5 }
    - { targets: [{ person: bo }], minutes: 5 }
  repeat: 0
`;
