import { randomUUID } from 'node:crypto';
import type { NewRunReport, Order, ProbeType } from '@fieldmarshal/contract/checks';
import fastify, { type FastifyInstance } from 'fastify';
import { applyObjects } from '#catalog';
import { asAppError, httpStatus, toProblem, type Ctx, type Env } from '#platform';
import { planChecks } from './plan/plan-checks.ts';
import { checksPlugin } from './plugin.ts';
import { createRunner } from './runners/manage.ts';
import type { Runner } from './runners/runner.ts';

/** A catalog small enough to read: two products with a team, one environment, one check. */
const smallCatalog = `
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ada }
spec: { email: ada@x.example, roles: [admin] }
---
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: shop }
spec: { members: [ada] }
---
apiVersion: fieldmarshal/v1
kind: Product
metadata: { name: payments }
spec: { owner: shop, urlPatterns: [https://pay.example/] }
---
apiVersion: fieldmarshal/v1
kind: Product
metadata: { name: web }
spec: { owner: shop }
---
apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: eu }
spec: { variables: { baseUrl: https://eu.example }, products: [{ product: web }] }
---
apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: us }
spec: { variables: { baseUrl: https://us.example } }
`;

/** A check as a file; `spec` is put over a small http monitor in `eu`. */
export function checkFile(name: string, spec: object = {}): string {
  const whole = {
    products: ['web'],
    everySeconds: 60,
    probe: { type: 'http', url: '{{baseUrl}}/health' },
    environments: [{ environment: 'eu' }],
    ...spec,
  };
  return JSON.stringify({ apiVersion: 'fieldmarshal/v1', kind: 'Check', metadata: { name }, spec: whole });
}

/** Applies the small catalog with these checks, and plans them. */
export async function withChecks(ctx: Ctx, checks: readonly string[]): Promise<void> {
  const files = [
    { path: 'catalog.yaml', text: smallCatalog },
    { path: 'checks.yaml', text: checks.join('\n---\n') },
  ];
  await applyObjects(ctx, {
    files: checks.length === 0 ? files.slice(0, 1) : files,
    dryRun: false,
    prune: true,
  });
  await planChecks(ctx);
}

interface Enrolled {
  readonly runner: Runner;
  readonly token: string;
}

/** A runner that may take everything. */
export async function enrol(ctx: Ctx, parts: Partial<Runner> = {}): Promise<Enrolled> {
  const capabilities: ProbeType[] = ['e2e', 'http', 'tcp', 'dns', 'tls', 'promql'];
  const { runner, token } = await createRunner(ctx, {
    name: parts.name ?? `runner ${randomUUID().slice(0, 8)}`,
    place: parts.place ?? 'london',
    environments: [...(parts.environments ?? [])],
    capabilities: [...(parts.capabilities ?? capabilities)],
    owner: 'shop',
  });
  return { runner, token };
}

/** What a runner might say of an order. */
export function reportOn(order: Pick<Order, 'id'>, parts: Partial<NewRunReport> = {}): NewRunReport {
  return {
    id: order.id,
    attempt: 1,
    startedAt: new Date().toISOString(),
    durationMs: 120,
    verdict: 'passed',
    ...parts,
  };
}

/** A failure by the fault of the product. */
export const broken: Partial<NewRunReport> = {
  verdict: 'failed',
  fault: { class: 'product', why: 'The answer was 502.' },
  error: { message: 'expected 2xx, got 502' },
};

/** The endpoints alone, with the error answers that the whole server has. */
export async function checksApp(env: Env): Promise<FastifyInstance> {
  const app = fastify({ bodyLimit: 1024 * 1024 });
  app.setErrorHandler(async (error, request, reply) => {
    const known = asAppError(error);
    return reply.status(known ? httpStatus(known.code) : 500).send(toProblem(error, request.id));
  });
  await app.register(async (scope) => checksPlugin(scope, env));
  return app;
}
