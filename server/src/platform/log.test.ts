import { expect, test } from 'vitest';
import { createLog } from './log.ts';

const canary = 'canary-Zx81kQ09vv-71a2';
const key = `fmi_${'k'.repeat(43)}`;

/** Every way a secret has come into a log somewhere. */
const leaks: readonly (readonly [string, unknown, string])[] = [
  ['a field', { password: canary }, ''],
  [
    'a header',
    { headers: { Authorization: `Bearer ${canary}`, 'X-Api-Key': canary, cookie: `__Host-fm=${canary}` } },
    '',
  ],
  ['a field in the spelling of JavaScript', { accessToken: canary, smtpPassword: [canary] }, ''],
  ['a list of them', { recoveryCodes: [canary, canary] }, ''],
  ['a field far below', { a: { b: [{ c: { client_secret: canary } }] } }, ''],
  ['deeper than is told', { a: { b: { c: { d: { e: { f: { g: { h: { i: canary } } } } } } } } }, ''],
  ['a message', {}, `asked with Bearer ${canary}`],
  ['an address with a password', { error: `connect to smtp://post:${canary}@mail.example.org failed` }, ''],
  ['an address whose password has an @ in it', { error: `smtp://post:ab@${canary}'x@mail.example.org` }, ''],
  ['settings of a connection', { error: `host=db user=fm password=${canary} sslmode=require` }, ''],
  ['what another program answered', { body: JSON.stringify({ id: 1, access_token: canary }) }, ''],
  ['the key of a site', { error: `AGE-SECRET-KEY-1${'Q'.repeat(20)}` }, 'invited by fminvite.abcdefgh.ijkl'],
  ['an address that is a secret', { url: `/p/${canary}` }, `POST /intake/k/${canary}/alertmanager`],
  ['the link that signs in', { url: `/sign-in/link/${canary}` }, ''],
  ['a query', { url: `/callback?code=${canary}&state=${canary}` }, ''],
  ['an error', { error: new Error(`refused: Basic ${canary}`) }, ''],
];

function linesOf(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog('debug', (line) => void lines.push(line)));
  return lines.join('');
}

test.each(leaks)('a secret in %s does not reach the log', (_, fields, message) => {
  const text = linesOf((log) => log.warn(fields, message));
  for (const secret of [canary, 'QQQQ', 'ijkl']) expect(text).not.toContain(secret);
  expect(text).toContain('[redacted]');
  expect(JSON.parse(text)).toMatchObject({ level: 'warn' });
});

test('the key of a line between site and headquarters is a key of ours', () => {
  expect(linesOf((log) => log.warn(`refused fml_${'k'.repeat(43)}`))).toContain('refused fm_[redacted]');
});

test('what only sounds like a secret stays', () => {
  const text = linesOf((log) =>
    log.info(
      {
        tokenCount: 3,
        inputTokens: 900,
        passed: 4,
        passwords: null,
        authorizationUrl: 'https://id.example/auth',
      },
      'token expired',
    ),
  );
  expect(JSON.parse(text)).toMatchObject({
    tokenCount: 3,
    inputTokens: 900,
    passed: 4,
    passwords: null,
    authorizationUrl: 'https://id.example/auth',
    msg: 'token expired',
  });
});

test('keys of ours are taken out wherever they stand; what is no secret stays, as one JSON object for each line', () => {
  const text = linesOf((log) => {
    log.info({ job: 'deliver:1', token: null, error: `unknown key ${key} of prometheus` }, 'job failed');
  });
  expect(JSON.parse(text)).toMatchObject({
    level: 'info',
    job: 'deliver:1',
    token: null,
    error: 'unknown key fm_[redacted] of prometheus',
    msg: 'job failed',
  });
  expect(text.trim().split('\n')).toHaveLength(1);
});

test('a line break in what is logged makes no second line', () => {
  const text = linesOf((log) => log.warn({ title: 'x\n{"level":"fatal","msg":"forged"}' }, 'a\r\nb'));
  expect(text.trim().split(/[\r\n]/)).toHaveLength(1);
});

test.each(['a-', '\\', '://', 'token=', '\\"a', 'fmi_', 'Basic ', '-----BEGIN PRIVATE KEY-----'])(
  'a long text of %j is looked through in time',
  (piece) => {
    const began = performance.now();
    linesOf((log) => log.warn({ error: piece.repeat(100_000) }));
    expect(performance.now() - began).toBeLessThan(5_000);
  },
);
