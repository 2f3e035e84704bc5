import { actorName } from '@fieldmarshal/contract';
import { audit, permit } from '#identity';
import { AppError, defineTask, inTransaction, notFound, type Ctx, type Tx } from '#platform';
import { z } from 'zod';
import { partsOf } from '../core/diode/shape.ts';
import { readRequest, requestText, type Asked } from '../core/diode/request.ts';
import { readOwn } from '../self/own.ts';
import { findBundle, type Line } from '../store/bundle-store.ts';
import { loadSite } from '../store/site-store.ts';
import { shapeOf } from './datagrams.ts';
import { insertSending } from './diode-store.ts';
import { outward } from './keys.ts';
import { linesTo } from './udp.ts';

/** Sends what waits, one bundle after the other. One row for all: two at once would be too fast for the line. */
export const sendTask = defineTask('relay.send', { lane: 'chore', payload: z.object({}) });

interface Wanted {
  /** At headquarters: for which site. A site sends its own. */
  readonly site?: string | undefined;
  /** As a request page has it: `7: 3, 12-14; 9`. */
  readonly numbers: string;
}

/**
 * Has bundles, or parts of them, sent over the one-way line once more. Throws `invalid` for numbers that cannot be read or that were never
 * written, `refused` where no line is named.
 */
export async function sendOverDiode(ctx: Ctx, { site, numbers }: Wanted): Promise<void> {
  permit(ctx, 'bundle.carry');
  const asked = readRequest(numbers);
  if (typeof asked === 'string') throw invalid(asked);
  await inTransaction(ctx, async (tx) => {
    const line = await lineTo(ctx, tx, site);
    requireDiode(ctx, line);
    for (const each of asked) {
      await checkAsked(tx, line, each);
      await insertSending(tx, line, { ...each, by: actorName(ctx.actor) });
    }
    begin(tx, line, requestText(asked));
  });
}

/** A bundle that may leave now does so by itself where a one-way line is named. */
export async function sendWritten(tx: Tx, line: Line, sequence: number): Promise<void> {
  if (linesTo(line.site, tx.ctx.env.config.diodeTo).length === 0) return;
  await insertSending(tx, line, { sequence, parts: null, by: actorName(tx.ctx.actor) });
  begin(tx, line, String(sequence));
}

function begin(tx: Tx, { site, direction }: Line, numbers: string): void {
  audit(tx, { action: 'bundle.sent', subject: `site/${site}`, after: { numbers } });
  tx.setTimer(sendTask, { key: 'relay.send', payload: {} });
  tx.changed(direction === 'up' ? 'relay' : 'sites');
}

function requireDiode({ env }: Ctx, { site }: Line): void {
  if (linesTo(site, env.config.diodeTo).length === 0)
    throw new AppError(
      'refused',
      `This server was not told where a one-way line for ${site} ends: set FIELDMARSHAL_DIODE_TO=HOST:PORT, or send from another machine with "fieldmarshal bundle send --udp HOST:PORT".`,
    );
}

async function lineTo(ctx: Ctx, tx: Tx, site: string | undefined): Promise<Line> {
  const own = await readOwn(ctx.env, tx.db);
  if (own === null)
    throw new AppError('refused', 'This installation has not been enrolled: it sends no bundles.');
  if (own.role === 'site' && own.stream !== null)
    return { site: own.name, stream: own.stream, direction: outward(own.role) };
  const known = site === undefined ? null : await loadSite(tx.db, site);
  if (site === undefined) throw invalid('Say for which site.', 'site');
  if (known === null) throw notFound('This site');
  if (known.state !== 'enrolled' || known.stream === null)
    throw new AppError('refused', `${site} is not enrolled: nothing sent to it could be read there.`);
  return { site, stream: known.stream, direction: outward(own.role) };
}

async function checkAsked(tx: Tx, line: Line, { sequence, parts }: Asked): Promise<void> {
  const bundle = await findBundle(tx.db, line, sequence);
  if (bundle?.state !== 'written' || bundle.file === null)
    throw invalid(`No bundle ${sequence} was written here.`);
  // Counted from the stored length, which is that of the file.
  const most = partsOf(shapeOf(bundle.bytes));
  const beyond = parts?.find((part) => part > most);
  if (beyond !== undefined)
    throw invalid(`Bundle ${sequence} has ${most} ${most === 1 ? 'part' : 'parts'}, and no part ${beyond}.`);
}

function invalid(message: string, path = 'numbers'): AppError {
  return new AppError('invalid', message, { faults: [{ path, message }] });
}
