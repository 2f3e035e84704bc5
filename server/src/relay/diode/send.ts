import { beforeFinish, inTransaction, systemCtx, type Ctx } from '#platform';
import { wholeOf } from '../bundle/whole.ts';
import { findBundle } from '../store/bundle-store.ts';
import { readFile } from '../store/file-store.ts';
import { datagramCount, datagramsOf, shapeOf } from './datagrams.ts';
import { nextSending, noteSending, type StoredSending } from './diode-store.ts';
import { keyedLines } from './keys.ts';
import { linesTo, sendPaced } from './udp.ts';

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
  const ends = linesTo(sending.site, env.config.diodeTo);
  if (ends.length === 0) throw new Error('FIELDMARSHAL_DIODE_TO names no line for it any more.');
  const lines = await keyedLines(env, db, sending.direction);
  const line = lines.find(({ site, stream }) => site === sending.site && stream === sending.stream);
  if (!line) throw new Error('The enrolment that it was made under has ended.');
  const bundle = await findBundle(db, line, sending.sequence);
  if (bundle === null || bundle.file === null) throw new Error('The bundle is not here any more.');
  const { file } = bundle;
  const whole = await wholeOf(readFile(db, file));
  const { sequence, parts } = sending;
  const of = datagramCount(shapeOf(whole.bytes), parts) * ends.length;
  await note(ctx, sending, { state: 'sending', ratio: 0 });
  const told = teller(ctx, sending, of);
  const failures: string[] = [];
  for (const to of ends) {
    const datagrams = datagramsOf(readFile(db, file), { ...whole, key: line.key, sequence, parts });
    // A line that is broken keeps nothing from the others.
    await sendPaced(datagrams, to, { megabits: env.config.diodeMegabits, onSent: told }).catch(
      (error: unknown) => {
        const where = ends.length === 1 ? '' : `To ${to.host}:${to.port}: `;
        failures.push(`${where}${error instanceof Error ? error.message : String(error)}`);
      },
    );
  }
  if (failures.length > 0) throw new Error(failures.join(' '));
}

/** Tells how far a sending is, not too often; `of` datagrams in all, over all lines. */
function teller(ctx: Ctx, sending: StoredSending, of: number): (count: number) => Promise<void> {
  let toldAt = -Infinity;
  let before = 0;
  let last = 0;
  return async (count) => {
    // Counted anew on each line.
    if (count < last) before += last;
    last = count;
    if (performance.now() - toldAt < tellEveryMs) return;
    toldAt = performance.now();
    await note(ctx, sending, { state: 'sending', ratio: Math.min(1, (before + count) / of) });
  };
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
