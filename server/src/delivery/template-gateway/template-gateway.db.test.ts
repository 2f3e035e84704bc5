import { afterEach, expect, test } from 'vitest';
import { testEnv } from '#testing';
import type { Outgoing, Outcome } from '../channel.ts';
import { channelEnv, closeReceivers, httpReceiver, providersFile, sendBy } from '../testing/receivers.ts';

afterEach(closeReceivers);

const base = await testEnv();
const outgoing: Outgoing = {
  key: 'PG-1-r0s0-0',
  destination: '+447700900123',
  createdAt: new Date('2026-11-24T01:00:00Z'),
  message: {
    type: 'page',
    subject: 'SEV1 & more',
    text: 'What "we" know',
    html: '',
    data: {},
    answerLink: null,
  },
};

/** A gateway that answers so, asked by a request with these settings. */
async function asked(
  answer: { readonly status: number; readonly body: string },
  settings: { readonly url?: string } & Record<string, unknown> = {},
): Promise<{ outcome: Outcome; requests: Awaited<ReturnType<typeof httpReceiver>>['requests'] }> {
  const server = await httpReceiver({ idOf: () => '', answer });
  const { url = 'BASE/send', ...others } = settings;
  const whole = { kind: 'http-gateway', body: '{"t":"{{text}}"}', ...others };
  const config = await providersFile([
    { name: 'gateway', settings: { ...whole, url: url.replace('BASE', server.base) } },
  ]);
  const outcome = await sendBy(channelEnv(base, config), 'sms', outgoing);
  return { outcome, requests: server.requests };
}

const success = { includes: '"accepted"' };

test('a 200 that says that it was not taken is no success: another provider or method is asked at once', async () => {
  const { outcome } = await asked({ status: 200, body: '{"status":"error","why":"no credit"}' }, { success });
  expect(outcome).toMatchObject({ outcome: 'failed', permanent: true });
  const taken = await asked({ status: 200, body: '{"status":"accepted"}' }, { success });
  expect(taken.outcome).toMatchObject({ outcome: 'sent' });
});

test('a status that is not listed is no success', async () => {
  const { outcome } = await asked({ status: 202, body: '' }, { success: { statuses: [200, 201] } });
  expect(outcome).toMatchObject({ outcome: 'failed', permanent: true });
});

test('500 is tried again, 401 is not, and a redirect is not followed', async () => {
  expect((await asked({ status: 500, body: '' })).outcome).toMatchObject({ permanent: false });
  expect((await asked({ status: 401, body: '' })).outcome).toMatchObject({ permanent: true });
  const { outcome, requests } = await asked({ status: 307, body: '' });
  expect(outcome).toMatchObject({ outcome: 'failed', permanent: true });
  expect(requests).toHaveLength(1);
});

test('by GET all stands in the address, each value as a value', async () => {
  const url = 'BASE/send?to={{to}}&about={{subject}}';
  const { outcome, requests } = await asked({ status: 200, body: 'OK' }, { method: 'GET', url });
  expect(outcome).toMatchObject({ outcome: 'sent' });
  expect(requests).toMatchObject([{ url: '/send?to=%2B447700900123&about=SEV1%20%26%20more' }]);
  expect([requests[0]?.body.length, requests[0]?.headers['content-type']]).toEqual([0, undefined]);
});
