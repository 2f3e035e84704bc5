import type { DiodeView } from '@fieldmarshal/contract/relay';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { requestText, type Asked } from '../core/diode/request.ts';
import { readOwn } from '../self/own.ts';
import { coveredBy, type Line } from '../store/bundle-store.ts';
import { loadSites } from '../store/site-store.ts';
import type { Db } from '../store/self-store.ts';
import { listSendings, listTransfers, type StoredSending, type StoredTransfer } from './diode-store.ts';
import { inward } from './keys.ts';

const sendingsMax = 50;
const askedMax = 1_000;

type Transfer = StoredTransfer & { have: number[] };

/** One-way lines: what goes out, what comes in, and what to ask for on paper. */
export async function readDiode(ctx: Ctx): Promise<DiodeView> {
  permit(ctx, 'site.read');
  const { env } = ctx;
  const db = env.databases[ctx.pool];
  const [lines, transfers, sendings] = await Promise.all([
    linesIn(ctx, db),
    listTransfers(db),
    listSendings(db, sendingsMax),
  ]);
  const requests = await Promise.all(
    lines.map(async (line) => requestOf(line, { covered: await coveredBy(db, line), transfers })),
  );
  return {
    to: env.config.diodeTo ?? null,
    listens: env.config.diodeListen ?? null,
    sendings: sendings.map(sendingView),
    transfers: transfers.map(transferView),
    requests: requests.filter(({ text }) => text !== ''),
  };
}

async function linesIn({ env }: Ctx, db: Db): Promise<Line[]> {
  const own = await readOwn(env, db);
  if (own === null) return [];
  const direction = inward(own.role);
  if (own.role === 'site')
    return own.stream === null ? [] : [{ site: own.name, stream: own.stream, direction }];
  const sites = await loadSites(db);
  return sites.flatMap(({ name, stream, state }) =>
    stream === null || state !== 'enrolled' ? [] : [{ site: name, stream, direction }],
  );
}

/** Every number up to the highest that anything is known of, and of files that came in part the parts that did not. */
function requestOf(
  line: Line,
  { covered, transfers }: { covered: readonly { sequence: number }[]; transfers: readonly Transfer[] },
): DiodeView['requests'][number] {
  const ours = transfers.filter(
    ({ site, stream, result }) => site === line.site && stream === line.stream && result === null,
  );
  const here = new Set(covered.map(({ sequence }) => sequence));
  const highest = Math.max(0, ...here, ...ours.map(({ sequence }) => sequence));
  const asked: Asked[] = [];
  for (let sequence = 1; sequence <= highest && asked.length < askedMax; sequence += 1) {
    if (here.has(sequence)) continue;
    const parts = ours.filter((each) => each.sequence === sequence).map(missingParts);
    // The same bundle has the same bytes each time that it is sent; should two differ, the whole is asked for.
    asked.push({ sequence, parts: parts.length === 1 ? (parts[0] ?? null) : null });
  }
  return {
    site: line.site,
    text: requestText(asked),
    bundles: asked.filter(({ parts }) => parts === null).length,
    parts: asked.reduce((sum, { parts }) => sum + (parts?.length ?? 0), 0),
  };
}

function missingParts({ parts, have }: Transfer): number[] {
  const here = new Set(have);
  return Array.from({ length: parts }, (_, n) => n + 1).filter((part) => !here.has(part));
}

function sendingView(row: StoredSending): DiodeView['sendings'][number] {
  return {
    id: row.id,
    site: row.site,
    sequence: row.sequence,
    parts: row.parts,
    state: row.state,
    sentRatio: row.sent_ratio,
    error: row.error,
    by: row.by_whom,
    askedAt: row.asked_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}

function transferView(row: Transfer): DiodeView['transfers'][number] {
  return {
    site: row.site,
    sequence: row.sequence,
    bytes: row.bytes,
    parts: row.parts,
    have: row.have.length,
    firstAt: row.first_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    result: row.result,
  };
}
