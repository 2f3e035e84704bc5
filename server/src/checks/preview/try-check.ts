import { randomUUID } from 'node:crypto';
import { tryResult, type Order, type tryInput, type TryResult } from '@fieldmarshal/contract/checks';
import { runMonitor } from '@fieldmarshal/runner/monitors';
import type { z } from 'zod';
import { readCatalog } from '#catalog';
import { permit } from '#identity';
import { AppError, type Ctx, type Env } from '#platform';
import { fillProbe } from '../core/fill.ts';

type Input = z.output<typeof tryInput>;

/** Somebody waits for it. */
const timeoutMsMax = 15_000;
const atOnceMax = 4;
const running = new WeakMap<Env['databases'], number>();

/** Runs a draft of a monitor once, from where this server stands, and stores nothing. Secrets are used for saved checks only. */
export async function tryCheck(ctx: Ctx, input: Input): Promise<TryResult> {
  permit(ctx, 'check.write');
  const order = await orderFor(ctx, input);
  const { databases } = ctx.env;
  const busy = running.get(databases) ?? 0;
  if (busy >= atOnceMax)
    throw new AppError('rate-limited', 'Others try monitors just now: try again in a moment.');
  running.set(databases, busy + 1);
  try {
    return tryResult.parse(await runMonitor(order, AbortSignal.timeout(timeoutMsMax + 1_000)));
  } finally {
    running.set(databases, (running.get(databases) ?? 1) - 1);
  }
}

async function orderFor({ env }: Ctx, { spec, environment: name }: Input): Promise<Order> {
  if (spec.probe.type === 'e2e')
    throw new AppError('refused', 'Only monitors can be tried: an end-to-end test needs a runner.');
  if (!env.config.embeddedRunner)
    throw new AppError('refused', 'This server runs no monitors itself: save it and look at its first run.');
  const environment = (await readCatalog(env)).get('Environment', name)?.spec;
  if (!environment) throw faulty(`there is no Environment "${name}"`, 'environments');
  const entry = spec.environments.find((each) => each.environment === name);
  const variables = { ...environment.variables, ...spec.variables, ...entry?.variables };
  const { probe, missing, secrets } = fillProbe(spec.probe, variables);
  if (missing.length > 0)
    throw faulty(`has variables without a value in ${name}: ${missing.join(', ')}`, 'probe');
  if (secrets.length + spec.secrets.length > 0)
    throw new AppError(
      'refused',
      'It names secrets, which are used for saved checks only: save it, then run it.',
    );
  return {
    id: randomUUID(),
    attempt: 1,
    leaseMs: timeoutMsMax,
    check: 'draft',
    environment: name,
    place: env.config.place,
    dueAt: env.clock.now().toISOString(),
    timeoutMs: Math.min(spec.timeoutSeconds * 1_000, timeoutMsMax),
    retries: 0,
    probe,
    bundle: null,
    variables,
    secrets: {},
    urlPatterns: [],
    privateRanges: environment.privateRanges,
  };
}

function faulty(message: string, path: string): AppError {
  return new AppError('invalid', `${path}: ${message}`, { faults: [{ path: `spec.${path}`, message }] });
}
