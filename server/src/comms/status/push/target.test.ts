import { expect, test } from 'vitest';
import { deleteRequest, putRequest, targetOf } from './target.ts';

const target = targetOf({
  statusPushUrl: 'https://s3.eu-central-1.amazonaws.com/bucket/page',
  statusPushKeyId: 'AKIAIOSFODNN7EXAMPLE',
  statusPushSecret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  statusPushRegion: 'eu-central-1',
  statusPushAuthorization: undefined,
});
const at = new Date('2026-11-26T12:00:00Z');

// Signatures as Amazon's own signer gives them for the same requests (@smithy/signature-v4 5.7.5, service s3, paths not escaped twice).
test.each([
  [
    'status/index.html',
    'text/html; charset=utf-8',
    '<h1>ü',
    '3f45ae0c9609aaef40d68b5e85c0d6932ae55cb2fe7a108757a1381d77705a40',
  ],
  [
    'status/badge/ab12.svg',
    'image/svg+xml',
    'x',
    '94d78c3b3da720cfbe305a60cbe10e21aa915c0f70c84307c995ef982c42091e',
  ],
])('%s is signed for an object store as its maker signs it', async (path, type, text, signature) => {
  if (target === null) throw new Error('no target');
  const { headers } = await putRequest(target, { path, type, bytes: Buffer.from(text) }, at);
  expect(headers).toMatchObject({
    authorization: expect.stringContaining(`Signature=${signature}`) as unknown,
  });
});

test('so is taking a file away', async () => {
  if (target === null) throw new Error('no target');
  const { headers } = await deleteRequest(target, 'status/v/0a/index.html', at);
  const signature = '74992db4f86bb8e8a5090af8c9c5afac105173b3cd3e9fc047ed69318f35a9cf';
  expect(headers).toMatchObject({
    authorization: expect.stringContaining(`Signature=${signature}`) as unknown,
  });
});
