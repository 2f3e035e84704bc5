import { z } from 'zod';
import { readCatalog } from '#catalog';
import { beforeFinish, guardedFetch, inTransaction, type Ctx } from '#platform';
import { loadDrill, loadDrills, saveDrill, type LiveFault, type StoredDrill } from './drill-store.ts';

const timeoutMs = 10_000;
const answer = z.object({ id: z.string().min(1).max(200) });

/** Switches the real faults of a drill on while it runs, and off when it stands still or is over. For its job; may run again and again. */
export async function settleFaults(ctx: Ctx, { drillId }: { readonly drillId: string }): Promise<void> {
  const drill = await loadDrill(ctx.env.databases[ctx.pool], drillId);
  const url = ctx.env.config.faultUrl;
  if (drill === null || url === undefined) return inTransaction(ctx, async () => undefined);
  const isOn = drill.state === 'running';
  const quiet = beforeFinish(ctx);
  const troubles: string[] = [];
  for (const fault of drill.faults) {
    if ((fault.id !== null) === isOn) continue;
    const id = isOn ? await switchOn(url, fault) : await switchOff(url, fault);
    if (typeof id === 'object' && id !== null) troubles.push(id.trouble);
    else
      await inTransaction(quiet, async (tx) =>
        keep(await loadDrill(tx.db, drillId, true), { fault, id }, async (next) => saveDrill(tx.db, next)),
      );
  }
  await inTransaction(ctx, async (tx) => {
    const now = await loadDrill(tx.db, drillId, true);
    if (now === null) return;
    await saveDrill(tx.db, {
      ...now,
      faultTrouble: troubles.length === 0 ? null : troubles.join(' ').slice(0, 500),
    });
    tx.changed('drills');
  });
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

async function switchOn(
  url: string,
  { product, environment, fault, settings }: LiveFault,
): Promise<Switched> {
  const sent = await post(url, { ...settings, product, environment, fault });
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

async function post(url: string, body: unknown): Promise<string | { trouble: string }> {
  try {
    const { status, body: text } = await guardedFetch({
      ...{ url, method: 'POST', headers: { 'content-type': 'application/json' } },
      ...{ body: JSON.stringify(body), timeoutMs, responseBytesMax: 64 * 1024 },
      // The operator named this address, mostly one of their own network.
      allowPrivate: true,
    });
    // What is gone already is off.
    if (status < 300 || status === 404) return text;
    return { trouble: `The fault switch answered ${status}.` };
  } catch (error) {
    return { trouble: error instanceof Error ? error.message : 'The fault switch cannot be reached.' };
  }
}

interface Alerted {
  readonly product: string | null;
  readonly environment: string | null;
}

/** The room of the live drill that alerts of this product and environment come of, if there is one: the product with the fault, or one that needs it. */
export async function drillBehind(ctx: Ctx, { product, environment }: Alerted): Promise<string | null> {
  if (product === null || environment === null) return null;
  const open = await loadDrills(ctx.env.databases[ctx.pool], { state: 'open', limit: 200 });
  const live = open.filter(({ faults }) => faults.some((fault) => fault.environment === environment));
  if (live.length === 0) return null;
  const catalog = await readCatalog(ctx.env);
  const found = live.find(({ faults }) =>
    faults.some((fault) => fault.environment === environment && needs(catalog, product).has(fault.product)),
  );
  return found?.incidentId ?? null;
}

function needs(catalog: Awaited<ReturnType<typeof readCatalog>>, product: string): Set<string> {
  const all = new Set([product]);
  for (const name of all)
    for (const { product: next } of catalog.get('Product', name)?.spec.dependsOn ?? []) all.add(next);
  return all;
}
