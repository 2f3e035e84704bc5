import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { CauseRecord, CauseReplay } from '@fieldmarshal/contract/localisation';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import { recordOf, type Narrowed } from '../core/live/record.ts';
import { viewOf } from '../core/live/view.ts';
import type { Gathered } from '../evidence/gathered.ts';
import { localiseApart } from '../judge/apart.ts';
import { currentWeights } from '../judge/weights.ts';
import { loadJudgements } from '../store/answer-store.ts';
import { loadCase, loadIncidentCase, type CauseCase } from '../store/case-store.ts';
import { loadVersion, loadVersions } from '../store/version-store.ts';

const unpack = promisify(gunzip);
const dayMs = 86_400_000;

/** How often verdicts were right, over the incidents and failing groups of these days of which people said it, or those of one environment or kind of fault. */
export async function readRecord(
  ctx: Ctx,
  { days, ...narrowed }: { readonly days: number } & Narrowed,
): Promise<CauseRecord> {
  permit(ctx, 'cause.read');
  const since = new Date(ctx.env.clock.now().getTime() - days * dayMs);
  return recordOf(await loadJudgements(ctx.env.databases[ctx.pool], since), days, narrowed);
}

/** A verdict as it was, beside what the same evidence says by the weights of now; of the last one where no version is named. */
export async function replayCause(
  ctx: Ctx,
  { id, version }: { readonly id: string; readonly version?: number | undefined },
): Promise<CauseReplay> {
  permit(ctx, 'cause.read');
  return replayOf(ctx, await loadIncidentCase(ctx.env.databases[ctx.pool], id), version);
}

/** The same of a failing group. */
export async function replayGroup(
  ctx: Ctx,
  { id, version }: { readonly id: string; readonly version?: number | undefined },
): Promise<CauseReplay> {
  permit(ctx, 'cause.read');
  const found = await loadCase(ctx.env.databases[ctx.pool], Number(id));
  return replayOf(ctx, found?.kind === 'failing' ? found : null, version);
}

async function replayOf(
  ctx: Ctx,
  found: CauseCase | null,
  version: number | undefined,
): Promise<CauseReplay> {
  const db = ctx.env.databases[ctx.pool];
  const versions = found === null ? [] : await loadVersions(db, found.id);
  const asked = version ?? versions.at(-1)?.version;
  const stored = found === null || asked === undefined ? null : await loadVersion(db, found.id, asked);
  if (found === null || stored === null) throw notFound('This verdict');
  const { verdict, evidence, at } = stored;
  const { incidentId } = found;
  return {
    ...{ incidentId, group: incidentId === null ? String(found.id) : null },
    ...{ version: stored.version, versions, at: at.toISOString(), asItWas: verdict },
    now: evidence === null ? null : await judgeAgain(ctx, evidence),
  };
}

async function judgeAgain(ctx: Ctx, evidence: Buffer): Promise<CauseReplay['now']> {
  // Written by this server itself, in `judge/look.ts`.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { gathered } = JSON.parse((await unpack(evidence)).toString('utf8')) as { gathered: Gathered };
  const { weights, story } = await currentWeights(ctx);
  return viewOf(await localiseApart(gathered.case, weights), gathered, story);
}
