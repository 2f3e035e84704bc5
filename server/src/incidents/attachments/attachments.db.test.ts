import { bootstrapIdentity } from '#identity';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asAppError, httpStatus } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { writeNote } from '../commands/work.ts';
import { listEvents } from '../read.ts';
import { declared } from '../testing/room.ts';
import { addAttachment, attachmentLimits } from './add.ts';
import { incidentsPlugin } from './plugin.ts';

const token = 'bootstrap-token-of-the-test';
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
let env: TestEnv;
let app: FastifyInstance;

beforeAll(async () => {
  env = await testEnv({ config: { bootstrapToken: token } });
  await bootstrapIdentity(env);
  app = fastify();
  app.setErrorHandler(async (error, _, reply) => {
    const known = asAppError(error);
    return reply.status(known ? httpStatus(known.code) : 500).send({ detail: known?.publicMessage });
  });
  await app.register(async (scope) => incidentsPlugin(scope, env));
});
afterAll(async () => app.close());

interface Upload {
  readonly id: string;
  readonly content: Buffer | string;
  readonly name?: string;
  readonly type?: string;
  readonly authorization?: string;
}

async function upload({ id, content, name = 'graph.png', type = 'image/png', authorization }: Upload) {
  const edge = 'edge-of-the-test';
  const head = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n`;
  return app.inject({
    method: 'POST',
    url: `/api/v1/incidents/${id}/attachments`,
    headers: {
      authorization: authorization ?? `Bearer ${token}`,
      'content-type': `multipart/form-data; boundary=${edge}`,
    },
    payload: Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n--${edge}--\r\n`)]),
  });
}

async function fetched(path: string) {
  return app.inject({ url: path, headers: { authorization: `Bearer ${token}` } });
}

describe('evidence', () => {
  it('goes up, into a note, and comes back byte for byte as a download', async () => {
    const mira = as(env, 'mira');
    const { id } = await declared(mira);
    const sent = await upload({ id, content: png });
    expect(sent.statusCode).toBe(201);
    const file = sent.json<{ id: string }>();
    expect(file).toMatchObject({ name: 'graph.png', contentType: 'image/png', bytes: png.length });
    await writeNote(mira, { id, text: '', code: null, attachments: [file.id], decision: false });
    const { items } = await listEvents(mira, { id, order: 'newest', limit: 1 });
    expect(items[0]?.data).toMatchObject({ attachments: [file] });
    const got = await fetched(`/api/v1/incidents/${id}/attachments/${file.id}`);
    expect(got.rawPayload.equals(png)).toBe(true);
    expect(got.headers).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': `attachment; filename="graph.png"; filename*=UTF-8''graph.png`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    });
  });

  it('is shown inline only where it is a picture', async () => {
    const { id } = await declared(as(env, 'mira'));
    const picture = (await upload({ id, content: png })).json<{ id: string }>();
    const shown = await fetched(`/api/v1/incidents/${id}/attachments/${picture.id}?inline=1`);
    expect(shown.headers['content-disposition']).toMatch(/^inline; /);
    const page = (
      await upload({ id, content: '<script>alert(1)</script>', name: 'x.html', type: 'text/html' })
    ).json<{
      id: string;
    }>();
    const kept = await fetched(`/api/v1/incidents/${id}/attachments/${page.id}?inline=1`);
    expect(kept.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(kept.headers['content-disposition']).toMatch(/^attachment; /);
  });

  it('is kept once, however often it is sent', async () => {
    const { id } = await declared(as(env, 'mira'));
    const [one, two] = await Promise.all([upload({ id, content: png }), upload({ id, content: png })]);
    expect(one.json()).toEqual(two.json());
  });

  it('belongs to its incident: another one does not give it away', async () => {
    const mira = as(env, 'mira');
    const [one, two] = [await declared(mira), await declared(mira)];
    const file = (await upload({ id: one.id, content: png })).json<{ id: string }>();
    const asked = await fetched(`/api/v1/incidents/${two.id}/attachments/${file.id}`);
    expect(asked.statusCode).toBe(404);
  });
});

describe('limits', () => {
  it('refuse what is too large, empty, missing or of no allowed kind, and keep nothing', async () => {
    const { id } = await declared(as(env, 'mira'));
    const answers = [
      await upload({ id, content: Buffer.alloc(attachmentLimits.bytes + 1, 0x61) }),
      await upload({ id, content: '' }),
      await upload({ id, content: Buffer.from('7f454c4602010100', 'hex'), name: 'a.png' }),
      await app.inject({
        method: 'POST',
        url: `/api/v1/incidents/${id}/attachments`,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        payload: '{}',
      }),
      await upload({ id: 'INC-99999', content: png }),
      await upload({ id: 'nonsense', content: png }),
      await upload({ id, content: png, authorization: 'Bearer wrong' }),
    ];
    expect(answers.map((answer) => answer.statusCode)).toEqual([413, 400, 415, 400, 404, 400, 401]);
    const kept = await env.databases.web
      .selectFrom('attachment')
      .where('incident_id', '=', id)
      .select('id')
      .execute();
    expect(kept).toEqual([]);
  });

  it('take a file of exactly the largest size', async () => {
    const { id } = await declared(as(env, 'mira'));
    const answer = await upload({
      id,
      content: Buffer.alloc(attachmentLimits.bytes, 0x61),
      type: 'text/plain',
    });
    expect(answer.statusCode).toBe(201);
  });

  it('hold for the files of one incident together', async () => {
    const mira = as(env, 'mira');
    const { id } = await declared(mira);
    for (let index = 0; index < attachmentLimits.perIncident; index += 1)
      await addAttachment(mira, { incidentId: id, name: `${index}.txt`, content: Buffer.from(`${index}`) });
    const oneMore = addAttachment(mira, { incidentId: id, name: 'more.txt', content: Buffer.from('more') });
    await expect(oneMore).rejects.toMatchObject({ code: 'refused' });
  });
});
