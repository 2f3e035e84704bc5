// A year of a busy site through bundles, and bundles that were tampered with: `npm run bench:relay [-- --share 1 --mutations 10000]`.
import { parseArgs } from 'node:util';
import type { IntakeResult } from '@fieldmarshal/contract/relay';
import { applyObjects } from '../../server/src/catalog/index.ts';
import { declareIncident, setSeverity } from '../../server/src/incidents/index.ts';
import type { Env } from '../../server/src/platform/index.ts';
import { confirmSite, inviteSite, joinAsSite } from '../../server/src/relay/enrol/enrol.ts';
import { takeFile } from '../../server/src/relay/inbox/take-file.ts';
import { readFile } from '../../server/src/relay/store/file-store.ts';
import { approvePrepared, prepareBundle } from '../../server/src/relay/up/prepare.ts';
import { conclude, judge, round } from '../verdict.ts';
import { adminOf, fillYear, startDatabases } from './made-site.ts';
import { measureMutations } from './mutations.ts';
import { holding } from './holding.ts';
import { measureDiode } from './diode.ts';

const { values } = parseArgs({
  options: { share: { type: 'string', default: '0.1' }, mutations: { type: 'string', default: '10000' } },
});
const share = Number(values.share);
const mib = 1024 * 1024;

const environment =
  'apiVersion: fieldmarshal/v1\nkind: Environment\nmetadata: { name: field-1 }\nspec: { connection: disconnected }\n';

async function main(): Promise<void> {
  const databases = await startDatabases();
  try {
    const headquarters = await databases.open({});
    const site = await databases.open({ site: 'field-1' });
    await enrol(headquarters, site);
    await measureYear(headquarters, site);
    await measureDisorder(headquarters, site);
    await measureDiode(headquarters, site);
    await measureMutations({ headquarters, site, count: Number(values.mutations) });
  } finally {
    await databases.stop();
  }
  process.exitCode = conclude('relay') ? 0 : 1;
}

async function enrol(headquarters: Env, site: Env): Promise<void> {
  await applyObjects(adminOf(headquarters), {
    files: [{ path: 'e.yaml', text: environment }],
    dryRun: false,
    prune: false,
  });
  const invited = await inviteSite(adminOf(headquarters), {
    name: 'field-1',
    environments: ['field-1'],
    reportEverySeconds: null,
  });
  const { answer } = await joinAsSite(adminOf(site), invited);
  await confirmSite(adminOf(headquarters), { name: 'field-1', answer });
}

/** Makes what is new into a bundle that may leave; its bytes as a stream. */
async function exported(site: Env): Promise<{ bytes: number; open: () => AsyncGenerator<Buffer> }> {
  const prepared = await prepareBundle(adminOf(site));
  await approvePrepared(adminOf(site), { hash: prepared.hash });
  const { rows } = await site.databases.pools.web.query<{ file: string }>(
    `select file from relay_bundle where hash = $1`,
    [prepared.hash],
  );
  return { bytes: prepared.bytes, open: () => readFile(site.databases.web, rows[0]?.file ?? '') };
}

async function brought(headquarters: Env, source: AsyncIterable<Uint8Array>): Promise<IntakeResult> {
  return takeFile(adminOf(headquarters), source);
}

async function measureYear(headquarters: Env, site: Env): Promise<void> {
  const counts = await fillYear(site, share);
  for (let n = 0; n < counts.incidents; n += 1) {
    const { id } = await declareIncident(adminOf(site), { title: `Incident ${n}`, severity: 'SEV3' });
    await setSeverity(adminOf(site), { id, severity: 'SEV2', reason: 'looked at' });
  }
  console.log(
    `${counts.runs} runs, ${counts.alerts} alerts, ${counts.incidents} incidents: ${share} of a busy year`,
  );
  const memory = peakMemory();
  const exportStart = performance.now();
  const bundle = await exported(site);
  const exportS = (performance.now() - exportStart) / 1_000;
  const importStart = performance.now();
  const result = await brought(headquarters, bundle.open());
  const importS = (performance.now() - importStart) / 1_000;
  const peakMiB = memory.stop() / mib;
  const stored = await headquarters.databases.pools.web.query<{ n: number }>(
    'select count(*)::int as n from relay_run',
  );
  console.log(
    `export ${round(exportS)} s, import ${round(importS)} s, ${round(bundle.bytes / mib)} MiB, ${round(bundle.bytes / counts.runs)} bytes a run with all else, peak of the process ${round(peakMiB)} MiB`,
  );
  judge({ name: 'seconds of export for a whole year', value: exportS / share, most: 60 });
  judge({ name: 'seconds of import for a whole year', value: importS / share, most: 120 });
  judge({ name: 'MiB of memory', value: peakMiB, most: 300 });
  judge({
    name: 'share of runs that arrived',
    value: result.outcome === 'taken' ? (stored.rows[0]?.n ?? 0) / counts.runs : 0,
    least: 1,
    most: 1,
  });
}

/** Two weeks cut off: fifty bundles that come in another order, some twice. */
async function measureDisorder(headquarters: Env, site: Env): Promise<void> {
  const bundles = [];
  for (let n = 0; n < 50; n += 1) {
    const { id } = await declareIncident(adminOf(site), { title: `Cut off ${n}`, severity: 'SEV3' });
    bundles.push({ id, bundle: await exported(site) });
  }
  const order = bundles.map((_, n) => (n * 37 + 11) % 50);
  for (const n of [...order, ...order.slice(0, 10)]) {
    const found = bundles[n];
    if (found) await brought(headquarters, found.bundle.open());
  }
  const wanted = await holding(site, `select incident_id || ' ' || seq as k from incident_event`);
  const found = await holding(
    headquarters,
    `select incident_id || ' ' || seq as k from relay_entry where origin = 'site'`,
  );
  judge({
    name: 'entries lost after 50 bundles out of order',
    value: wanted.filter((key) => !found.includes(key)).length,
    most: 0,
  });
  judge({ name: 'entries doubled', value: found.length - new Set(found).size, most: 0 });
}

/** The largest resident set seen while it runs. */
function peakMemory(): { stop: () => number } {
  let peak = process.memoryUsage.rss();
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 50);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}

await main();
