import { describe, expect, test } from 'vitest';
import { orderFor } from '../testing/orders.ts';
import { aboutSecret, lock, runnerKeys, sealerTo } from './sealed.ts';

const value = 'correct horse battery staple';
const { secrets: _none, ...plain } = orderFor(['a.spec.ts', 'a']);

function sealed(publicKey: string, run = plain.id) {
  const { key, locked } = lock(value);
  const { madeKey, seal } = sealerTo(publicKey);
  return {
    ...plain,
    madeKey,
    secrets: { PASSWORD: { key: seal(key, aboutSecret(run, 'PASSWORD')), locked } },
  };
}

describe('a secret on its way to a runner', () => {
  test('is in clear with that runner only, and looks different each time', () => {
    const [runner, other] = [runnerKeys(), runnerKeys()];
    const order = sealed(runner.publicKey);
    expect(runner.open(order).secrets).toEqual({ PASSWORD: value });
    expect(JSON.stringify(order)).not.toContain(value);
    expect(() => other.open(order)).toThrow('sealed to another runner');
    const again = sealed(runner.publicKey);
    expect(again.secrets.PASSWORD.locked).not.toBe(order.secrets.PASSWORD.locked);
    expect(again.secrets.PASSWORD.key).not.toBe(order.secrets.PASSWORD.key);
  });

  test('opens in its own run and under its own name only', () => {
    const runner = runnerKeys();
    expect(() => runner.open(sealed(runner.publicKey, '00000000-0000-4000-8000-000000000000'))).toThrow(
      'sealed to another runner',
    );
    const { secrets, ...order } = sealed(runner.publicKey);
    expect(() => runner.open({ ...order, secrets: { OTHER: secrets.PASSWORD } })).toThrow(
      'sealed to another runner',
    );
  });

  test('does not open when a bit of it was changed or cut off', () => {
    const runner = runnerKeys();
    const order = sealed(runner.publicKey);
    for (const part of ['key', 'locked'] as const) {
      const bytes = Buffer.from(order.secrets.PASSWORD[part], 'base64');
      for (let at = 0; at < bytes.length; at += 1) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 1;
        const secret = { ...order.secrets.PASSWORD, [part]: changed.toString('base64') };
        expect(() => runner.open({ ...order, secrets: { PASSWORD: secret } })).toThrow(
          'sealed to another runner',
        );
        const cut = { ...order.secrets.PASSWORD, [part]: bytes.subarray(0, at).toString('base64') };
        expect(() => runner.open({ ...order, secrets: { PASSWORD: cut } })).toThrow(
          'sealed to another runner',
        );
      }
    }
  });

  /** X25519 keys whose secret with any other is nought, and one of another curve. */
  const nought = Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), Buffer.alloc(32)]);
  const ed25519 = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.alloc(32, 1)]);

  test.each(['', 'AAAA', nought.toString('base64'), ed25519.toString('base64')])(
    '“%s” is no key to seal to',
    (key) => {
      expect(() => sealerTo(key)).toThrow('not an X25519 key');
    },
  );
});
