import { once } from 'node:events';
import { request, type ClientRequest } from 'node:http';
import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { cutSlowRequests } from './slow-requests.ts';

const half = 'x'.repeat(1_000);

test('an artefact that comes slowly is taken whole, while any other request that comes as slowly is cut off', async () => {
  const app = fastify();
  onTestFinished(async () => app.close());
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  cutSlowRequests(app, 100);
  app.all('*', async ({ body }) => ({ length: String(body).length }));
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const begin = (method: string, path: string): ClientRequest => {
    const headers = { 'content-type': 'image/png', 'content-length': 2 * half.length };
    const sent = request(`${url}${path}`, { method, headers });
    sent.write(half);
    return sent;
  };
  const artefact = begin('PUT', '/runner/v1/runs/0190/artefacts/trace.zip');
  const bundle = begin('PUT', '/api/v1/check-bundles/ab');
  const other = begin('POST', '/api/v1/incidents');
  // It began last, so the others were already longer under way when it is cut off.
  await once(other, 'error');
  for (const upload of [artefact, bundle]) {
    expect(await statusOf(upload)).toBe(200);
  }
});

async function statusOf(sent: ClientRequest): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    sent.once('error', reject).once('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sent.end(half);
  });
}
