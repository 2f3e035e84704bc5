import { Readable } from 'node:stream';
import {
  digest,
  pullInput,
  renewInput,
  runLimits,
  runnerPath,
  type PullAnswer,
} from '@fieldmarshal/contract/checks';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { inTransaction, notFound, systemCtx, type Env } from '#platform';
import { findAnnounced, markStored } from './blobs/artefact-store.ts';
import { hasBlob, readBlob, storeBlob } from './blobs/blob-store.ts';
import { admitKey } from './runners/admit-key.ts';
import { authenticateRunner } from './runners/authenticate.ts';
import { noteSeen } from './store/runner-store.ts';
import { renewedLeaseMs, renewRuns } from './store/slot-store.ts';
import { pullWork } from './work/pull.ts';
import { takeResults } from './work/take-results.ts';

/** A batch of full reports. */
const resultsBytesMax = 32 * 1024 * 1024;
const smallBytesMax = 256 * 1024;

const results = z.object({ clock: pullInput.shape.clock, reports: z.array(z.unknown()).min(1).max(200) });
const onArtefact = z.object({ id: z.uuid(), name: z.string().max(120) });

/** The runner protocol, see `contract/src/checks/runner-protocol.ts`. A runner's token opens this and nothing else. */
export async function runnerPlugin(app: FastifyInstance, env: Env): Promise<void> {
  await app.register(
    async (scope) => {
      scope.post('/pull', { bodyLimit: smallBytesMax }, async (request, reply) => {
        const gone = new AbortController();
        reply.raw.on('close', () => gone.abort());
        return pull(env, request, gone.signal);
      });
      scope.post('/renew', { bodyLimit: smallBytesMax }, async (request) => renew(env, request));
      scope.post('/results', { bodyLimit: resultsBytesMax }, async (request) => {
        const runner = await authenticateRunner(env, request);
        const { clock, reports } = results.parse(request.body);
        return takeResults(env, runner, { reports, skewMs: skewOf(env, clock) });
      });
      await scope.register(async (raw) => {
        // Bytes are bytes here, also where they say that they are JSON.
        raw.removeAllContentTypeParsers();
        raw.addContentTypeParser('*', (_request, _payload, done) => done(null));
        raw.put('/runs/:id/artefacts/:name', async (request) => storeArtefact(env, request));
      });
      scope.get('/bundles/:digest', async (request, reply) => {
        await authenticateRunner(env, request);
        const { digest: sha256 } = z.object({ digest }).parse(request.params);
        if (!(await hasBlob(env.databases.worker, sha256))) throw notFound('This bundle');
        return reply.type('application/gzip').send(Readable.from(readBlob(env.databases.worker, sha256)));
      });
    },
    { prefix: runnerPath },
  );
}

async function pull(env: Env, request: FastifyRequest, signal: AbortSignal): Promise<PullAnswer> {
  const runner = await authenticateRunner(env, request);
  const { wants, waitMs, version, state, clock, key, keyIsKept } = pullInput.parse(request.body);
  await admitKey(env, runner, { key, keyIsKept });
  await noteSeen(env.databases.worker, runner.id, { version, state, skewMs: skewOf(env, clock) });
  const orders = await pullWork(env, runner, { wants, waitMs, signal, key });
  const { id, name, place } = runner;
  return { runner: { id, name, place }, clock: env.clock.now().toISOString(), orders };
}

async function renew(env: Env, request: FastifyRequest) {
  const runner = await authenticateRunner(env, request);
  const ids = renewInput.parse(request.body).runs.map(({ id }) => id);
  const { held } = await inTransaction(systemCtx(env, `runner ${runner.name}`), async (tx) =>
    renewRuns(tx, runner.id, ids),
  );
  return { leaseMs: renewedLeaseMs, ended: ids.filter((id) => !held.includes(id)) };
}

/** Takes the bytes of what a report announced, once; the same again is answered the same. */
async function storeArtefact(env: Env, request: FastifyRequest) {
  const runner = await authenticateRunner(env, request);
  const { id, name } = onArtefact.parse(request.params);
  const artefact = await findAnnounced(env.databases.worker, { run: id, name, runnerId: runner.id });
  if (artefact === null) throw notFound('This artefact');
  if (artefact.state !== 'announced') return { state: artefact.state };
  const { sha256, bytes } = artefact;
  await storeBlob(env, request.raw, { sha256, bytes, bytesMax: runLimits.artefactBytes });
  await markStored(env.databases.worker, id, name);
  return { state: 'stored' };
}

/** How far a runner's clock is ahead of ours, in milliseconds; years, where it has none of its own and begins in 1970. */
function skewOf(env: Env, clock: string): number {
  return Date.parse(clock) - env.clock.now().getTime();
}
