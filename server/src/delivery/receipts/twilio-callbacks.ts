import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError, inTransaction, notFound, systemCtx, type Env } from '#platform';
import { answerByPhone } from '../contacts/answer-by-phone.ts';
import { isOfKind, type Provider, type SettingsOf } from '../providers/provider.ts';
import { readProviders } from '../providers/read-providers.ts';
import { isSignature, twilioSignature } from '../twilio/signature.ts';
import { noteReceipt } from './take-receipt.ts';

const params = z.object({ provider: z.string().max(63), key: z.string().max(120) });
const bodyBytesMax = 32 * 1024;

const delivered = new Set(['delivered', 'read', 'completed']);
const undelivered = new Set(['undelivered', 'failed', 'busy', 'no-answer', 'canceled']);

/** `/receipts/twilio/…`: what became of a message or a call, and the digit somebody pressed. Only with the account's signature. */
export async function twilioPlugin(app: FastifyInstance, env: Env): Promise<void> {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: bodyBytesMax },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  app.post('/receipts/twilio/:provider/:key', async (request, reply) => {
    const { form, key, provider } = await signed(env, request);
    const status = form.get('MessageStatus') ?? form.get('CallStatus') ?? '';
    const error = form.get('ErrorCode');
    const detail = `${provider.name}: ${status}${error === null ? '' : `, error ${error}`}`.slice(0, 200);
    const receipt = delivered.has(status) ? 'delivered' : undelivered.has(status) ? 'undelivered' : null;
    if (receipt !== null)
      await inTransaction(systemCtx(env, 'receipt', 'intake'), async (tx) =>
        noteReceipt(tx, key, { receipt, detail }),
      );
    return reply.status(204).send();
  });
  app.post('/receipts/twilio/:provider/:key/digits', async (request, reply) => {
    const { form, key } = await signed(env, request);
    const answer = { 1: 'acknowledge', 2: 'cannot' } as const;
    const digit = form.get('Digits');
    const meant = digit === '1' ? answer[1] : digit === '2' ? answer[2] : null;
    const isTaken =
      meant !== null && (await answerByPhone(systemCtx(env, 'phone', 'intake'), { key, answer: meant }));
    const words = isTaken ? 'Your answer was taken. Goodbye.' : 'That was not understood. Goodbye.';
    return reply.type('text/xml').send(`<Response><Say>${words}</Say><Hangup/></Response>`);
  });
}

interface Signed {
  readonly form: URLSearchParams;
  readonly key: string;
  readonly provider: Provider<SettingsOf<'twilio'>>;
}

/** Throws `not-found` for whoever cannot sign as the provider does: a wrong signature and a wrong address look the same. */
async function signed(env: Env, request: FastifyRequest): Promise<Signed> {
  const { provider: name, key } = params.parse(request.params);
  const provider = (await readProviders(env)).find((each) => each.name === name);
  const form = request.body;
  const given = request.headers['x-twilio-signature'];
  const base = env.config.publicUrl;
  if (!provider || !isOfKind(provider, 'twilio') || base === undefined || typeof given !== 'string')
    throw notFound('This address');
  if (!(form instanceof URLSearchParams))
    throw new AppError('invalid', 'A receipt is a form (application/x-www-form-urlencoded).');
  const token = provider.secret('authToken');
  if (token === '' || !isSignature(given, twilioSignature(token, `${base}${request.url}`, form)))
    throw notFound('This address');
  return { form, key, provider };
}
