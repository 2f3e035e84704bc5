import { beforeFinish, inTransaction, systemCtx, type Ctx } from '#platform';
import { wholeOf } from '../bundle/whole.ts';
import { findBundle } from '../store/bundle-store.ts';
import { readFile } from '../store/file-store.ts';
import { datagramCount, datagramsOf, shapeOf } from './datagrams.ts';
import { nextSending, noteSending, type StoredSending } from './diode-store.ts';
import { keyedLines } from './keys.ts';
import { readAddress, sendPaced } from './udp.ts';

/** How often it is told how far a sending is. */
const tellEveryMs = 1_000;

/** Sends everything that waits. A crash in the middle sends that bundle anew: the other end takes each part once. */
export async function sendWaiting(ctx: Ctx): Promise<void> {
  const outside = beforeFinish(ctx);
  for (;;) {
    const next = await nextSending(ctx.env.databases.worker);
    if (next === null) break;
    const error = await sendOne(outside, next).then(
      () => null,
      (failure: unknown) => (failure instanceof Error ? failure.message : String(failure)),
    );
    await note(
      outside,
      next,
      error === null ? { state: 'sent', ratio: 1 } : { state: 'failed', ratio: 0, error },
    );
  }
  await inTransaction(ctx, async () => undefined);
}

async function sendOne(ctx: Ctx, sending: StoredSending): Promise<void> {
  const { env } = ctx;
  const db = env.databases.worker;
  if (env.config.diodeTo === undefined) throw new Error('FIELDMARSHAL_DIODE_TO is not set any more.');
  const lines = await keyedLines(env, db, sending.direction);
  const line = lines.find(({ site, stream }) => site === sending.site && stream === sending.stream);
  if (!line) throw new Error('The enrolment that it was made under has ended.');
  const bundle = await findBundle(db, line, sending.sequence);
  if (bundle === null || bundle.file === null) throw new Error('The bundle is not here any more.');
  const { file } = bundle;
  const whole = await wholeOf(readFile(db, file));
  const of = datagramCount(shapeOf(whole.bytes), sending.parts);
  let toldAt = -Infinity;
  await note(ctx, sending, { state: 'sending', ratio: 0 });
  await sendPaced(
    datagramsOf(readFile(db, file), {
      ...whole,
      key: line.key,
      sequence: sending.sequence,
      parts: sending.parts,
    }),
    readAddress(env.config.diodeTo),
    {
      megabits: env.config.diodeMegabits,
      onSent: async (count) => {
        if (performance.now() - toldAt < tellEveryMs) return;
        toldAt = performance.now();
        await note(ctx, sending, { state: 'sending', ratio: count / of });
      },
    },
  );
}

async function note(
  ctx: Ctx,
  { id, direction }: StoredSending,
  how: { state: StoredSending['state']; ratio: number; error?: string },
): Promise<void> {
  await inTransaction({ ...systemCtx(ctx.env, 'diode'), pool: ctx.pool }, async (tx) => {
    await noteSending(tx, id, how);
    tx.changed(direction === 'up' ? 'relay' : 'sites');
  });
}
