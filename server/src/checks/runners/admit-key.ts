import type { PullInput } from '@fieldmarshal/contract/checks';
import { fingerprintOf, isRunnerKey } from '@fieldmarshal/runner/sealed';
import { audit } from '#identity';
import { AppError, inTransaction, systemCtx, type Env } from '#platform';
import { inFreshTransaction, raiser } from '#signals';
import { runnerTroubled } from '../facts.ts';
import { noteOtherKey, pinKey, readKeys, type RunnerKeysKnown } from '../store/runner-key-store.ts';
import { keyAlarm } from './alarm.ts';
import { otherKeyWords, refusalWords } from './key-words.ts';
import type { Runner } from './runner.ts';

type Asked = Pick<PullInput, 'key' | 'keyIsKept'>;

/** What asks again and again is written down this often. */
const notedEveryMs = 60_000;

/**
 * A runner is known by its token and by the first lasting key that came with it: who has the token alone gets no work, and so no secret.
 * Throws `forbidden` for another key, or none, and tells people of it, once until one of them has decided.
 */
export async function admitKey(env: Env, runner: Runner, asked: Asked): Promise<void> {
  const known = await readKeys(env.databases.worker, runner.id);
  if (known.key === null) return pin(env, runner, asked);
  if (known.key === asked.key) return;
  await note(env, runner, { known, key: asked.key ?? '' });
  throw new AppError('forbidden', refusalWords(known.key, asked.key ?? ''));
}

/** One that is new with each start is not pinned, and one that is none is refused where it would be used. */
async function pin(env: Env, runner: Runner, asked: Asked): Promise<void> {
  const { key, keyIsKept } = asked;
  if (key === undefined || !keyIsKept || !isRunnerKey(key)) return;
  const isFirst = await inTransaction(systemCtx(env, `runner ${runner.name}`), async (tx) => {
    if (!(await pinKey(tx, runner.id, key))) return false;
    audit(tx, {
      action: 'runner.key-known',
      subject: `runner/${runner.id}`,
      after: { fingerprint: fingerprintOf(key) },
    });
    tx.changed('runners');
    return true;
  });
  if (!isFirst) await admitKey(env, runner, asked);
}

interface Other {
  readonly known: RunnerKeysKnown;
  readonly key: string;
}

async function note(env: Env, runner: Runner, { known, key }: Other): Promise<void> {
  const now = env.clock.now().getTime();
  if (known.otherKeySeenAt !== null && now - known.otherKeySeenAt.getTime() < notedEveryMs) return;
  const { id: runnerId, name, place, owner } = runner;
  const detail = otherKeyWords(known.key, key);
  const raise = await raiser(env);
  await inFreshTransaction(systemCtx(env, `runner ${name}`), async (tx) => {
    if (!(await noteOtherKey(tx, runnerId, key))) return;
    audit(tx, {
      action: 'runner.key-refused',
      subject: `runner/${runnerId}`,
      before: { fingerprint: fingerprintOf(known.key ?? '') },
      after: { fingerprint: fingerprintOf(key) },
    });
    await raise(tx, keyAlarm(env, runner, detail));
    tx.emit(runnerTroubled, runnerId, { runnerId, name, place, owner, trouble: 'other-key', detail });
    tx.changed('runners');
  });
}
