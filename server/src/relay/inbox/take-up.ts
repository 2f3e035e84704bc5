import { actorName } from '@fieldmarshal/contract';
import type { IntakeResult } from '@fieldmarshal/contract/relay';
import { audit } from '#identity';
import { SmallHeap, type Ctx, type Tx } from '#platform';
import { inFreshTransaction, raiser, type Raise } from '#signals';
import { fingerprintOf, isPublicKey } from '../bundle/keys.ts';
import { admit } from '../core/admit.ts';
import { smallHeapFrom } from '../core/limits.ts';
import { bodyBytes, type Manifest } from '../core/manifest.ts';
import { eventData, type BundleRecord } from '../core/record.ts';
import { BundleRefusal } from '../core/refusal.ts';
import { endCalls } from '../short/take-short.ts';
import { overdueAlarm } from '../sites/alarm.ts';
import { summariseIncidents } from '../sites/summarise.ts';
import { insertBundle, neighboursOf } from '../store/bundle-store.ts';
import { storeEntries, type NewEntry } from '../store/entry-store.ts';
import { storeRecords, storeRuns } from '../store/record-store.ts';
import { loadSite, noteBundle, storeNextKey } from '../store/site-store.ts';
import { resultOf, type Incoming } from './incoming.ts';

/** Headquarters: everything of a site's bundle, or nothing, in one transaction. The same again changes nothing. */
export async function takeUp(ctx: Ctx, incoming: Incoming): Promise<IntakeResult> {
  const { manifest, hash } = incoming.bundle;
  const raise = await raiser(ctx.env);
  let isFirstTry = true;
  return inFreshTransaction(ctx, async (tx) => {
    // A second try reads the file anew.
    const bundle = isFirstTry ? incoming.bundle : await incoming.reopen();
    isFirstTry = false;
    await loadSite(tx.db, manifest.site, true);
    const neighbours = await neighboursOf(tx.db, manifest);
    if (admit(manifest, hash, { ...incoming, neighbours }) === 'known')
      return resultOf(
        'known',
        manifest,
        `Bundle ${manifest.sequence} of ${manifest.site} was taken in before. Nothing changed.`,
      );
    const incidents = new Set<string>();
    const heap = new SmallHeap(smallHeapFrom);
    try {
      heap.note(manifest.blocks.reduce((sum, { rawBytes }) => sum + rawBytes, 0));
      for await (const records of bundle.records()) await storeAll(tx, manifest, { records, incidents });
    } finally {
      heap.end();
    }
    await summariseIncidents(tx, manifest.site, [...incidents]);
    await endCalls(tx, { site: manifest.site, incidents: [...incidents], raise });
    await settleUp(tx, { manifest, hash, raise });
    return resultOf('taken', manifest, `Bundle ${manifest.sequence} of ${manifest.site} was taken in.`);
  });
}

async function storeAll(
  tx: Tx,
  manifest: Manifest,
  { records, incidents }: { records: readonly BundleRecord[]; incidents: Set<string> },
): Promise<void> {
  const entries: NewEntry[] = [];
  const runs: BundleRecord[] = [];
  const others: BundleRecord[] = [];
  for (const record of records) {
    if (record.kind === 'event') {
      const entry = eventData.parse(record.data);
      // A site speaks for itself only.
      if (entry.origin !== 'site')
        throw new BundleRefusal('malformed-record', 'an entry in the name of headquarters');
      entries.push({ ...entry, at: record.at });
      incidents.add(entry.incident);
    } else if (record.kind === 'run') runs.push(record);
    else if (record.kind === 'file' || record.kind === 'release')
      throw new BundleRefusal('malformed-record', `a ${record.kind}`);
    else others.push(record);
  }
  await storeEntries(tx, manifest.site, entries);
  await storeRuns(tx, manifest, runs);
  await storeRecords(tx, manifest, others);
}

async function settleUp(
  tx: Tx,
  { manifest, hash, raise }: { manifest: Manifest; hash: string; raise: Raise },
): Promise<void> {
  const { site, stream, sequence, nextKey } = manifest;
  if (nextKey !== null) {
    if (!isPublicKey(nextKey)) throw new BundleRefusal('malformed-manifest', 'nextKey');
    await storeNextKey(tx, {
      site,
      stream,
      sequence,
      publicKey: nextKey,
      fingerprint: fingerprintOf(nextKey),
    });
  }
  const bytes = bodyBytes(manifest);
  await insertBundle(tx, {
    manifest,
    hash,
    state: 'applied',
    bytes,
    file: null,
    by: actorName(tx.ctx.actor),
  });
  const known = await loadSite(tx.db, site);
  await noteBundle(tx, site);
  if (known?.is_overdue === true)
    await raise(tx, [overdueAlarm(tx.ctx.env, { ...known, isOverdue: false, since: tx.now })]);
  audit(tx, {
    action: 'bundle.taken',
    subject: `site/${site}`,
    after: {
      sequence,
      hash,
      counts: manifest.counts,
      ...(nextKey === null ? {} : { nextKey: fingerprintOf(nextKey) }),
    },
  });
  tx.changed('sites', `bundle ${sequence} of ${site}`);
}
