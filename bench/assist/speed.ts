import { rankSimilar } from '../../server/src/assist/core/similar/rank.ts';
import { findDocuments, storeDocument } from '../../server/src/assist/similar/store.ts';
import { summarise, type IncidentRecord } from '@fieldmarshal/server/assist';
import { sql } from 'kysely';
import { withDatabase } from './database.ts';
import { printTable } from './table.ts';

const documents = 20_000;
const questions = 200;
const day = 86_400_000;
const start = Date.UTC(2023, 0, 1);

/** How long it takes: a summary of 500 entries, and similar incidents among 20,000, on the machine at hand. */
export async function measureSpeed(): Promise<void> {
  const summary = times(100, (round) => void summarise(recordOf(500, round)));
  const similar = await withDatabase(async ({ web }) => {
    for (let index = 0; index < documents; index += 1) await storeDocument(web, documentOf(index));
    await sql`analyze similar_document, similar_lexeme`.execute(web);
    const taken: number[] = [];
    for (let index = 0; index < questions; index += 1) {
      const asked = documentOf(documents + index * 7);
      const from = performance.now();
      const found = await findDocuments(web, {
        text: `${asked.title}\n${asked.text}`,
        products: asked.products,
        before: asked.startedAt,
        exclude: '',
      });
      rankSimilar({ products: asked.products, neighbours: [], startedAt: asked.startedAt }, found);
      taken.push(performance.now() - from);
    }
    return taken;
  });
  printTable('Time', [
    ['', 'n', 'median ms', 'p95 ms', 'at most ms'],
    ['summary of 500 entries', summary.length, ...quantiles(summary), 50],
    [`similar among ${documents}`, similar.length, ...quantiles(similar), 50],
  ]);
}

function times(rounds: number, work: (round: number) => void): number[] {
  return Array.from({ length: rounds }, (_, round) => {
    const from = performance.now();
    work(round);
    return performance.now() - from;
  });
}

function quantiles(values: readonly number[]): string[] {
  const sorted = [...values].sort((a, b) => a - b);
  return [0.5, 0.95].map((share) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1));
}

/** The same words every time, few common and many rare, as in prose: word `n` is about `n` times rarer than the first. */
function wordsOf(seed: number, count: number): string {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return `word${Math.floor(30_000 ** (state / 2 ** 32))}x`;
  }).join(' ');
}

function documentOf(index: number) {
  const startedAt = start + index * (day / 20);
  return {
    incidentId: `INC-${index + 1}`,
    title: wordsOf(index * 2, 6),
    products: [`product ${(index * 7) % 40}`],
    startedAt: new Date(startedAt).toISOString(),
    resolvedAt: new Date(startedAt + day / 24).toISOString(),
    text: wordsOf(index * 2 + 1, 150),
    fixed: '',
    cause: '',
  };
}

function recordOf(entries: number, round: number): IncidentRecord {
  const states = ['investigating', 'identified', 'mitigating', 'monitoring'];
  return {
    title: 'Uploads fail',
    severity: 'SEV1',
    products: ['Files'],
    startedAt: new Date(start).toISOString(),
    now: new Date(start + day).toISOString(),
    entries: Array.from({ length: entries }, (_, index) => ({
      id: String(index + 1),
      at: new Date(start + index * 60_000).toISOString(),
      status: states[Math.floor((index / entries) * states.length)] ?? null,
      text: `Node n${index} fails with ${index} errors because ${wordsOf(index + round, 12)}. We restarted ${wordsOf(index, 4)}. However, ${wordsOf(round, 6)} is slow.`,
      origin: 'prose' as const,
    })),
  };
}
