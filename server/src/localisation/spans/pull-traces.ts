import type { Catalog } from '#catalog';
import type { Ctx, Env } from '#platform';
import { loadAccess } from '../sources/access.ts';
import { withSpans } from '../store/span-store.ts';
import { askSource, type TraceAnswer } from './ask-source.ts';
import { takeInSpans } from './take-in-spans.ts';

/** The newest of each kind that are asked for in one look. */
const failingMax = 4;
const passingMax = 8;
/** A trace that was not there is asked for again after this: spans reach their store some seconds after the run. */
const againMs = 15_000;
/** Asked-for traces that are remembered. */
const rememberedMax = 2_000;

interface Wanted {
  readonly environment: string | null;
  readonly failing: readonly string[];
  readonly passing: readonly string[];
}

/**
 * Fetches what stores of traces have of runs whose spans were not sent here, and keeps it like spans that were. Asks for no trace twice
 * within 15 s. Returns what could not be had, in words.
 */
export async function pullTraces(ctx: Ctx, catalog: Catalog, wanted: Wanted): Promise<string[]> {
  const { environment } = wanted;
  const sources = catalog
    .list('TracesSource')
    .filter(({ spec }) => spec.environments.length === 0 || spec.environments.includes(environment ?? ''));
  if (sources.length === 0) return [];
  const traces = [...wanted.failing.slice(0, failingMax), ...wanted.passing.slice(0, passingMax)];
  const there = await withSpans(ctx.env.databases[ctx.pool], traces);
  const missing = traces.filter((trace) => !there.has(trace));
  const gaps = await Promise.all(
    sources.map(async ({ name, spec }) => {
      const access = await loadAccess(ctx.env, { kind: 'TracesSource', name, spec });
      const answers = await Promise.all(
        missing.map(async (trace) =>
          once(ctx.env, `${name} ${trace}`, async () => askSource(ctx.env, { spec, access }, trace)),
        ),
      );
      const raw = answers.flatMap((answer) => (answer !== null && 'spans' in answer ? answer.spans : []));
      if (raw.length > 0) await takeInSpans(ctx, { integration: '', raw });
      const problem = answers.find((answer) => answer !== null && 'problem' in answer);
      return problem !== undefined && problem !== null && 'problem' in problem
        ? [`The traces of ${spec.displayName ?? name} could not be read. ${problem.problem}`]
        : [];
    }),
  );
  return gaps.flat();
}

interface Asked {
  readonly at: number;
  /** Why there was no answer; null: there was one. The spans themselves are stored, and not kept here. */
  readonly problem: Promise<string | null>;
}

const asked = new WeakMap<Env, Map<string, Asked>>();

/** The answer; `null` where it was found a moment ago and is stored. A problem is told again without asking again. */
async function once(env: Env, key: string, ask: () => Promise<TraceAnswer>): Promise<TraceAnswer | null> {
  const known = asked.get(env) ?? new Map<string, Asked>();
  asked.set(env, known);
  const now = env.clock.now().getTime();
  const before = known.get(key);
  if (before !== undefined && now - before.at < againMs) {
    const problem = await before.problem;
    return problem === null ? null : { problem };
  }
  const answer = ask();
  known.delete(key);
  known.set(key, { at: now, problem: problemOf(answer) });
  if (known.size > rememberedMax) known.delete([...known.keys()][0] ?? '');
  return answer;
}

/** Never rejects: who asked hears of a fault of ours, and nobody may await this. */
async function problemOf(answer: Promise<TraceAnswer>): Promise<string | null> {
  try {
    const found = await answer;
    return 'problem' in found ? found.problem : null;
  } catch {
    return 'It could not be asked.';
  }
}
