import type { BundleView, GapView, RelaySelf } from '@fieldmarshal/contract/relay';
import { permit } from '#identity';
import { AppError, type Config, type Ctx } from '#platform';
import { fingerprintOf } from '../bundle/keys.ts';
import { gapsOf } from '../core/gaps.ts';
import { loadLink } from '../link/link-store.ts';
import { readPolicy } from '../policy/read-policy.ts';
import { coveredBy, lastBundle, listBundles, type Line } from '../store/bundle-store.ts';
import { viewOf } from '../store/bundle-store.ts';
import { readOwn } from './own.ts';

/** Who this installation is among sites; the site's banner reads it. */
export async function readSelf(ctx: Ctx): Promise<RelaySelf> {
  permit(ctx, 'site.read');
  const db = ctx.env.databases[ctx.pool];
  const own = await readOwn(ctx.env, db);
  const siteName = ctx.env.config.site ?? null;
  const policy = siteName === null ? { label: null, fault: null } : await labelOf(ctx.env.config);
  const link = await loadLink(db);
  const line = own === null || own.stream === null ? null : { site: own.name, stream: own.stream };
  const last = async (
    direction: Line['direction'],
    states: readonly BundleView['state'][],
  ): Promise<BundleView | null> => {
    const found = line === null ? null : await lastBundle(db, { ...line, direction }, states);
    return found === null ? null : viewOf(found);
  };
  return {
    role: own?.role ?? 'none',
    siteName,
    fingerprint: own?.fingerprint ?? null,
    nextFingerprint: own === null || own.nextKey === null ? null : fingerprintOf(own.nextKey),
    peerFingerprint: own === null || own.peer === null ? null : fingerprintOf(own.peer.publicKey),
    lastWritten: await last('up', ['written']),
    lastTaken: await last('down', ['received', 'applied', 'passed-over']),
    policy: policy.label,
    policyFault: policy.fault,
    link: {
      url: link.url ?? own?.peer?.url ?? null,
      everySeconds: link.everyS,
      standing: link.standing,
      triedAt: own?.link.triedAt?.toISOString() ?? null,
      result: own?.link.result ?? null,
    },
  };
}

/** A policy with a fault keeps what may leave here, and nobody from seeing what came. */
async function labelOf(config: Config): Promise<{ label: string | null; fault: string | null }> {
  try {
    return { label: (await readPolicy(config)).label, fault: null };
  } catch (error) {
    if (error instanceof AppError) return { label: null, fault: error.publicMessage };
    throw error;
  }
}

const bundlesMax = 200;

/** What was made and taken in here; at a site also which of headquarters' bundles are missing. */
export async function readBundles(ctx: Ctx): Promise<{ items: BundleView[]; gaps: GapView[] }> {
  permit(ctx, 'site.read');
  const db = ctx.env.databases[ctx.pool];
  const own = await readOwn(ctx.env, db);
  const items = (await listBundles(db, null, bundlesMax)).map(viewOf);
  const gaps =
    own === null || own.stream === null
      ? []
      : gapsOf(await coveredBy(db, { site: own.name, stream: own.stream, direction: 'down' }));
  return { items, gaps };
}
