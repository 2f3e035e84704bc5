import { readCatalog } from '#catalog';
import { guardedFetch, OutboundError, type Ctx, type Env } from '#platform';
import { isAlive, runbooksOf } from '../core/measured/runbooks.ts';
import { openSev1 } from '../store/ambush-store.ts';
import { dropProbes, loadProbes, storeProbe, type Probe } from '../store/probe-store.ts';

const againMs = 20 * 3_600_000;
/** One run ends after this long; what is left is due again at the next. */
const runMsMax = 60_000;
const togetherMax = 8;
const timeoutMs = 10_000;
const answerBytesMax = 64 * 1024;

/** Tries each runbook about once a day, whether it answers; not during a real SEV1. */
export async function probeRunbooks(ctx: Ctx): Promise<void> {
  const db = ctx.env.databases[ctx.pool];
  const urls = [...runbooksOf((await readCatalog(ctx.env)).list('Product')).keys()];
  await dropProbes(db, urls);
  if ((await openSev1(db)) !== null) return;
  const probes = await loadProbes(db);
  const before = ctx.env.clock.now().getTime() - againMs;
  const due = urls.filter((url) => (probes.get(url)?.triedAt.getTime() ?? 0) < before);
  const stopAt = performance.now() + runMsMax;
  for (let from = 0; from < due.length && performance.now() < stopAt; from += togetherMax)
    await Promise.all(
      due.slice(from, from + togetherMax).map(async (url) => storeProbe(db, url, await probe(ctx.env, url))),
    );
}

async function probe({ config }: Env, url: string): Promise<Omit<Probe, 'triedAt'>> {
  try {
    const { status } = await guardedFetch({
      ...{ url, method: 'GET', headers: { accept: '*/*' }, timeoutMs },
      ...{ responseBytesMax: answerBytesMax, allowPrivate: config.allowPrivateAddresses },
    });
    return isAlive(status)
      ? { alive: true, trouble: null }
      : { alive: false, trouble: `It answered ${status}.` };
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    // What this server may not reach may well be there.
    const isUntried = error.kind === 'refused-address' || error.kind === 'bad-address';
    return { alive: isUntried ? null : false, trouble: error.message.slice(0, 300) };
  }
}
