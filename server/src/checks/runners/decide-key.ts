import type { RunnerView } from '@fieldmarshal/contract/checks';
import { fingerprintOf } from '@fieldmarshal/runner/sealed';
import { audit, permit } from '#identity';
import { AppError, notFound, type Ctx } from '#platform';
import { inFreshTransaction, raiser } from '#signals';
import { runnerTroubled } from '../facts.ts';
import { readKeys, settleOtherKey } from '../store/runner-key-store.ts';
import { loadRunners } from '../store/runner-store.ts';
import { keyAlarm } from './alarm.ts';
import { readRunner } from './manage.ts';

interface Decision {
  readonly id: string;
  /** Of the key that was looked at; empty for a request that had none. */
  readonly fingerprint: string;
  readonly accept: boolean;
}

/**
 * A person has compared the other key with the one that the runner prints: it is the runner's own from now on, or is forgotten. Refused
 * where another one asked meanwhile, so that nobody accepts what they have not seen.
 */
export async function decideRunnerKey(ctx: Ctx, { id, fingerprint, accept }: Decision): Promise<RunnerView> {
  permit(ctx, 'runner.manage');
  const db = ctx.env.databases[ctx.pool];
  const [runner] = await loadRunners(db, id);
  if (!runner) throw notFound('This runner');
  const { key, otherKey } = await readKeys(db, id);
  if (otherKey === null || nameOf(otherKey) !== fingerprint) throw changedMeanwhile();
  if (accept && otherKey === '')
    throw new AppError('invalid', 'A request without a key cannot be accepted: update the runner.', {
      faults: [{ path: 'accept', message: 'there is no key to accept' }],
    });
  const raise = await raiser(ctx.env);
  await inFreshTransaction(ctx, async (tx) => {
    if (!(await settleOtherKey(tx, id, { otherKey, accept }))) throw changedMeanwhile();
    audit(tx, {
      action: accept ? 'runner.key-accepted' : 'runner.key-forgotten',
      subject: `runner/${id}`,
      before: { fingerprint: nameOf(key ?? '') },
      after: { fingerprint },
    });
    await raise(tx, keyAlarm(ctx.env, runner, null));
    const { name, place, owner } = runner;
    const detail = accept ? 'Its new key was accepted.' : 'The other key was forgotten.';
    tx.emit(runnerTroubled, id, { runnerId: id, name, place, owner, trouble: 'own-key', detail });
    tx.changed('runners');
  });
  return readRunner(ctx, id);
}

function nameOf(key: string): string {
  return key === '' ? '' : fingerprintOf(key);
}

function changedMeanwhile(): AppError {
  return new AppError(
    'conflict',
    'It is no longer this key that waits for a decision. Look at the runner as it is now.',
  );
}
