import { actorName } from '@fieldmarshal/contract';
import type { ShortResult } from '@fieldmarshal/contract/relay';
import { audit, baseUrl, permit } from '#identity';
import { AppError, inTransaction, type Ctx, type Env, type Tx } from '#platform';
import { raiser, type OwnAlert, type Raise } from '#signals';
import { readShort, type ShortMessage } from '../core/short-text.ts';
import { storeOwnEntry } from '../entries/own-entry.ts';
import { loadEntries } from '../store/entry-store.ts';
import { answerCalls, loadCall, storeCall } from '../store/call-store.ts';
import { linesByLink, loadSite } from '../store/site-store.ts';
import { isSealed } from './read-short.ts';

/**
 * Headquarters: somebody scanned or typed a short message of a site. Where nothing is known of its incident yet, it opens as far as it is
 * told, with an alert that is routed like any other until a bundle tells the rest; else it is attached. The same again changes nothing.
 * Throws `invalid` for what is no message, was mistyped, or is not of an enrolled site.
 */
export async function takeShort(ctx: Ctx, { text }: { readonly text: string }): Promise<ShortResult> {
  permit(ctx, 'bundle.carry');
  const read = readShort(text);
  if (read === null)
    throw invalid(
      'This is no short message of a site: one looks like "FM1 FIELD-1 INC-7 SEV1 MAPS 202611261802 4F9K-Q7XW-2M3A".',
    );
  const { message, seal } = read;
  const raise = await raiser(ctx.env);
  const outcome = await inTransaction(ctx, async (tx): Promise<ShortResult['outcome']> => {
    await loadSite(tx.db, message.site, true);
    const line = (await linesByLink(tx.db)).find(({ site }) => site === message.site);
    if (!line) throw invalid(`No site ${message.site} is enrolled here.`);
    if (!isSealed(message, seal, line.linkHash))
      throw invalid(
        'The last twelve signs do not fit the message: something was mistyped, or it is not of this site.',
      );
    return attach(tx, message, raise);
  });
  return { ...message, outcome };
}

async function attach(tx: Tx, message: ShortMessage, raise: Raise): Promise<ShortResult['outcome']> {
  const { site, incident } = message;
  const before = await loadCall(tx.db, site, incident);
  if (before !== null && before.severity === message.severity && before.product === message.product)
    return 'known';
  const entries = await loadEntries(tx.db, site, incident);
  const isNew = !entries.some(({ origin }) => origin === 'site');
  await storeCall(tx, { ...message, isAnswered: !isNew });
  const text = `A short message came: ${wordsOf(message)}. They ask to be called.`;
  const data = { text, code: null, attachments: [], decision: false };
  await storeOwnEntry(tx, { site, incident, entries, event: { type: 'noted', data } });
  audit(tx, {
    action: 'site.message-taken',
    subject: `site/${site}/${incident}`,
    after: { ...message, by: actorName(tx.ctx.actor) },
  });
  if (isNew) await raise(tx, [callAlarm(tx.ctx.env, message, 'fire')]);
  tx.changed('sites', `${site} ${incident}`);
  return isNew ? 'opened' : 'attached';
}

/** A bundle has told of these incidents: what a short message raised has done its work. */
export async function endCalls(
  tx: Tx,
  { site, incidents, raise }: { site: string; incidents: readonly string[]; raise: Raise },
): Promise<void> {
  const answered = await answerCalls(tx, site, incidents);
  if (answered.length > 0)
    await raise(
      tx,
      answered.map((message) => callAlarm(tx.ctx.env, message, 'resolve')),
    );
}

function wordsOf({ severity, product, since }: ShortMessage): string {
  const minute = since.slice(0, 16).replace('T', ' ');
  return `${severity ?? 'not assessed'}, ${product === null ? 'product not known' : `product ${product}`}, since ${minute} UTC by its clock`;
}

function callAlarm(env: Env, message: ShortMessage, action: OwnAlert['action']): OwnAlert {
  const { site, incident, severity, product } = message;
  return {
    action,
    key: `site ${site} ${incident}`,
    title: `${site} asks to be called: ${severity ?? 'not assessed'}${product === null ? '' : `, ${product}`}`,
    labels: {
      alertname: 'SiteCalls',
      site,
      severity: severity === 'SEV1' || severity === 'SEV2' ? 'critical' : 'warning',
      ...(product === null ? {} : { product }),
    },
    annotations: {
      description: `${incident} of the site: ${wordsOf(message)}. Nothing else is known of it until a bundle comes.`,
    },
    link: `${baseUrl(env.config)}/envs/${site}/incidents/${incident}`,
  };
}

function invalid(message: string): AppError {
  return new AppError('invalid', message, { faults: [{ path: 'text', message }] });
}
