import { readFile } from 'node:fs/promises';
import { modelFeature, modelProviderSpec, type ModelFeature } from '@fieldmarshal/contract/assist';
import type { IncidentRecord } from '@fieldmarshal/server/assist';
import {
  askForText,
  byRules,
  compose,
  entriesOf,
  materialOf,
  textKinds,
} from '@fieldmarshal/server/assist-model';
import { z } from 'zod';
import { incidents, names, sinceEntry, type Told } from './incidents.ts';
import { startReplayServer, type Recorded } from './server.ts';

const row = z.tuple([
  z.string(),
  z.union([z.enum(['ok', 'hang', 'drip', 'cut', 'length']), z.literal(429), z.literal(500)]),
  z.number(),
  z.string(),
  z.array(z.string()),
  modelFeature,
]);

/** What was on the screen for one recorded reply, at its end and at any moment before. */
export interface Outcome {
  readonly kind: string;
  readonly format: 'openai' | 'anthropic';
  readonly feature: ModelFeature;
  /** Sentences of the model that were shown although they are not true. */
  readonly unsafe: readonly string[];
  /** True sentences of the reply, and those of them that stayed to the end. */
  readonly good: number;
  readonly kept: number;
  /** True sentences that were not shown, with what was found against them. */
  readonly lost: readonly string[];
  readonly lines: number;
  /** Milliseconds until the text by rules was there, and until the end. */
  readonly rulesMs: number;
  readonly endMs: number;
}

export interface Replayed {
  readonly outcomes: readonly Outcome[];
  readonly requests: readonly string[];
}

const atOnce = 48;

/** Plays every recorded reply through the code behind the room, each in both wire formats by turns. */
export async function replay(): Promise<Replayed> {
  const text = await readFile(new URL('./replies.jsonl', import.meta.url), 'utf8');
  const rows = text
    .trim()
    .split('\n')
    .map((line) => row.parse(JSON.parse(line)));
  const server = await startReplayServer(rows.map(([, how, , reply]): Recorded => ({ how, reply })));
  const outcomes: Outcome[] = [];
  let next = 0;
  const play = async (): Promise<void> => {
    for (let index = next++; index < rows.length; index = next++) {
      const one = rows[index];
      if (one !== undefined) outcomes[index] = await playOne(one, { index, url: server.url(index) });
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, play));
  } finally {
    await server.close();
  }
  return { outcomes, requests: server.requests };
}

async function playOne(
  [kind, , incident, , good, feature]: z.infer<typeof row>,
  { index, url }: { index: number; url: string },
): Promise<Outcome> {
  const format = index % 2 === 0 ? 'openai' : 'anthropic';
  const told = incidents[incident];
  if (told === undefined) throw new Error(`no incident ${incident}`);
  const began = performance.now();
  const record = recordOf(told);
  const text = textKinds[feature];
  const after = feature === 'since' ? sinceEntry : 0;
  const rules = text.byRules({ record, incident: null, after });
  const first = byRules(rules);
  const rulesMs = performance.now() - began;
  const material = materialOf({ ...record, entries: entriesOf({ record, after }) });
  const seen = new Set<string>();
  const answered = await askForText({
    env: { config: { allowPrivateAddresses: true } },
    provider: {
      name: 'recorded',
      spec: modelProviderSpec.parse({ api: format, url, model: 'recorded', ...timesOf(kind) }),
      ...{ key: 'key-of-the-test', probe: null },
    },
    ...{ kind: text, record, rules, material, sent: material, kept: [], names, nonce: `n${index}` },
    state: record.entries.at(-1)?.status ?? null,
    onShown: ({ lines }) => {
      for (const line of lines) if (line.by === 'model') seen.add(line.text);
    },
  });
  const last = compose({ kind: text, rules, verdicts: answered.all, isWhole: true });
  const lines = last.lines.length === 0 ? first.lines : last.lines;
  const shown = lines.flatMap((line) => (line.by === 'model' ? [line.text] : []));
  const truths = new Set([...good, ...(kind === 'drip' ? told.good.map(([sentence]) => sentence) : [])]);
  return {
    ...{ kind, format, feature, rulesMs },
    unsafe: [...new Set([...shown, ...seen])].filter((sentence) => !truths.has(sentence)),
    good: good.length,
    kept: good.filter((sentence) => shown.includes(sentence)).length,
    lost: good.flatMap((sentence) =>
      shown.includes(sentence)
        ? []
        : [
            `${sentence} ${JSON.stringify(answered.verdicts.find((each) => each.text === sentence)?.faults ?? 'never came')}`,
          ],
    ),
    lines: lines.length,
    endMs: performance.now() - began,
  };
}

/** Only what never ends is waited for as little as that: a busy machine must not end what is whole. */
function timesOf(kind: string): { firstChunkMs: number; totalMs: number } {
  return kind === 'hang' || kind === 'drip'
    ? { firstChunkMs: 500, totalMs: 700 }
    : { firstChunkMs: 30_000, totalMs: 60_000 };
}

const start = Date.parse('2026-02-03T09:00:00.000Z');
const at = (minutes: number): string => new Date(start + minutes * 60_000).toISOString();

function recordOf({ title, severity, products, entries }: Told): IncidentRecord {
  return {
    ...{ title, products, severity: severity === 'not assessed' ? null : severity },
    startedAt: at(0),
    now: at((entries.at(-1)?.[0] ?? 0) + 5),
    entries: entries.map(([minutes, status, text], index) => ({
      ...{ id: String(index + 1), at: at(minutes), status, text, origin: 'prose' as const },
    })),
  };
}
