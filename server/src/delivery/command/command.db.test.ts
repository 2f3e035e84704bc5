import { expect, test } from 'vitest';
import { as, testEnv } from '#testing';
import { testProvider } from '../providers/manage.ts';
import { providersFile } from '../testing/receivers.ts';

/** What becomes of a message to a command of the operator, which is this line of a shell. */
async function outcomeOf(line: string) {
  const settings = { kind: 'command', argv: ['/bin/sh', '-c', line], timeoutS: 1 };
  const config = await providersFile([{ name: 'siren', settings }]);
  const env = await testEnv({ config });
  return testProvider(as(env, 'root', ['admin']), {
    name: 'siren',
    channel: 'command',
    destination: 'siren',
  });
}

test('a command that writes too much and has ended by then is stopped without harm', async () => {
  expect(await outcomeOf('head -c 60000 /dev/zero | tr "\\0" x')).toMatchObject({
    outcome: 'unknown',
    detail: expect.stringContaining('it wrote too much') as unknown,
  });
});

test('a command that leaves something behind with its output open is not waited for', async () => {
  const startedAt = performance.now();
  expect(await outcomeOf('setsid sleep 20 & exit 0')).toMatchObject({
    outcome: 'unknown',
    detail: expect.stringContaining('longer than 1 s') as unknown,
  });
  expect(performance.now() - startedAt).toBeLessThan(15_000);
});
