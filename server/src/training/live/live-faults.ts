import { z } from 'zod';
import { beforeFinish, guardedFetch, inTransaction, type Ctx, type Tx } from '#platform';
import { setFaultTimer } from '../drills/drill-jobs.ts';
import { loadDrill, saveDrill, type LiveFault, type StoredDrill } from '../drills/drill-store.ts';
import { setApartTimer } from './apart.ts';
import { faultLeftOn } from './facts.ts';

const timeoutMs = 10_000;
/** A switch that did not answer is asked again after this long, for as long as a fault is not as the drill stands. */
const againMs = 30_000;
const answer = z.object({ id: z.string().min(1).max(200) });

/**
 * Switches the real faults of a drill on while it runs, and off when it stands still or is over. For its job; may run again and again, and
 * does until every fault is as the drill stands: one that stays on would be a real one.
 */
export async function settleFaults(ctx: Ctx, { drillId }: { readonly drillId: string }): Promise<void> {
  const drill = await loadDrill(ctx.env.databases[ctx.pool], drillId);
  const url = ctx.env.config.faultUrl;
  if (drill === null || url === undefined) return inTransaction(ctx, async () => undefined);
  const isOn = drill.state === 'running';
  const quiet = beforeFinish(ctx);
  const troubles: string[] = [];
  for (const [index, fault] of drill.faults.entries()) {
    if ((fault.id !== null) === isOn) continue;
    const id = isOn
      ? await switchOn(url, fault, `${drillId}.${drill.stretches.length}.${index}`)
      : await switchOff(url, fault);
    if (typeof id === 'object' && id !== null) troubles.push(id.trouble);
    else
      await inTransaction(quiet, async (tx) =>
        keep(await loadDrill(tx.db, drillId, true), { fault, id }, async (next) => saveDrill(tx.db, next)),
      );
  }
  await inTransaction(ctx, async (tx) => {
    const now = await loadDrill(tx.db, drillId, true);
    if (now !== null) await finish(tx, now, troubles);
  });
}

/** What did not go is written down, told to everybody where a fault is left on, and tried again. */
async function finish(tx: Tx, drill: StoredDrill, troubles: readonly string[]): Promise<void> {
  const { id: drillId, title } = drill;
  const faultTrouble = troubles.length === 0 ? null : troubles.join(' ').slice(0, 500);
  if (faultTrouble !== null) setFaultTimer(tx, drillId, new Date(tx.now.getTime() + againMs));
  if (faultTrouble === drill.faultTrouble) return;
  await saveDrill(tx.db, { ...drill, faultTrouble });
  // One that was left on is off at last: what it did is seen for as long as if it had ended now.
  if (drill.state !== 'running' && faultTrouble === null) setApartTimer(tx, drill);
  const left = drill.state === 'running' ? [] : drill.faults.filter(({ id }) => id !== null);
  const named = left.map(({ product, environment, fault }) => `${fault} of ${product} in ${environment}`);
  const detail = left.length === 0 ? null : `${named.join(', ')}. ${faultTrouble ?? ''}`.slice(0, 800).trim();
  tx.emit(faultLeftOn, drillId, { drillId, title, detail });
  tx.changed('drills');
}

async function keep(
  drill: StoredDrill | null,
  { fault, id }: { readonly fault: LiveFault; readonly id: string | null },
  save: (drill: StoredDrill) => Promise<void>,
): Promise<void> {
  if (drill === null) return;
  const same = (other: LiveFault) =>
    other.product === fault.product && other.environment === fault.environment && other.fault === fault.fault;
  await save({ ...drill, faults: drill.faults.map((one) => (same(one) ? { ...one, id } : one)) });
}

type Switched = string | null | { readonly trouble: string };

/** `key` is the same until the drill stands still: by it the other side knows that it has switched this on already, and answers the same. */
async function switchOn(
  url: string,
  { product, environment, fault, settings }: LiveFault,
  key: string,
): Promise<Switched> {
  const sent = await post(url, { ...settings, product, environment, fault }, key);
  if (typeof sent !== 'string') return sent;
  try {
    const parsed = answer.safeParse(JSON.parse(sent));
    return parsed.success ? parsed.data.id : { trouble: `${fault} of ${product}: the answer names no id.` };
  } catch {
    return { trouble: `${fault} of ${product}: the answer is no JSON.` };
  }
}

async function switchOff(url: string, { id }: LiveFault): Promise<Switched> {
  const sent = await post(`${url}/${encodeURIComponent(id ?? '')}/off`, {});
  return typeof sent === 'string' ? null : sent;
}

async function post(url: string, body: unknown, key?: string): Promise<string | { trouble: string }> {
  const repeated = key === undefined ? {} : { 'idempotency-key': key };
  try {
    const { status, body: text } = await guardedFetch({
      ...{ url, method: 'POST', headers: { 'content-type': 'application/json', ...repeated } },
      ...{ body: JSON.stringify(body), timeoutMs, responseBytesMax: 64 * 1024 },
      // The operator named this address, mostly one of their own network.
      allowPrivate: true,
    });
    // What is gone already is off; what cannot be switched on there is not on.
    if (status < 300 || (status === 404 && key === undefined)) return text;
    return { trouble: `The fault switch answered ${status}.` };
  } catch (error) {
    return { trouble: error instanceof Error ? error.message : 'The fault switch cannot be reached.' };
  }
}
