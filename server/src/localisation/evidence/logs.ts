import { fillQuery, type LogsSourceSpec } from '@fieldmarshal/contract/knowledge';
import type { Catalog } from '#catalog';
import { redactText, type Ctx } from '#platform';
import type { LogPattern } from '../core/case.ts';
import { productId } from '../core/live/candidates.ts';
import { countLines } from '../core/logs/count-lines.ts';
import { placeLine } from '../core/logs/line.ts';
import { loadPatterns, type PatternCount } from '../store/log-store.ts';
import { askLoki, type LokiAnswer } from './ask-loki.ts';
import { asksOnce } from './ask-once.ts';
import { isUsualAt, notBefore, unusual, type Ended } from './ended.ts';
import { sourceKey, type Sources } from './gathered.ts';

const minute = 60_000;
/** How long before trouble counts as usual, and how long after it is looked at. */
const usualMs = 60 * minute;
const afterMs = 20 * minute;
/** The minute in which trouble began may be half over. */
const leadMs = minute;
/** An answer is good for so long. */
const freshMs = 15_000;
const sourcesMax = 5;

const askOnce = asksOnce<LokiAnswer>();

export interface LogEvidence {
  readonly now: readonly LogPattern[];
  readonly usual: readonly LogPattern[];
  readonly sources: Sources;
  readonly gaps: readonly string[];
}

interface About {
  readonly environment: string | null;
  readonly since: number;
  readonly ended: Ended;
}

const nothing: LogEvidence = { now: [], usual: [], sources: {}, gaps: [] };

/** What products wrote since trouble began, and in the hour before it, as it was sent here or as stores of logs have it. Where nothing is known, nothing is said. */
export async function logEvidence(
  ctx: Ctx,
  catalog: Catalog,
  { environment, since, ended }: About,
): Promise<LogEvidence> {
  if (environment === null) return nothing;
  // A test may tell late of what has been wrong for minutes: beside an hour they hardly count.
  const from = firstMinute(since, ended);
  const times = { usualFrom: from - usualMs, from, to: since + afterMs, ended };
  const [sent, ...pulled] = await Promise.all([
    sentHere(ctx, catalog, { environment, times }),
    ...sourcesOf(catalog, environment).map(async (source) =>
      pull(ctx, catalog, { ...source, environment, times }),
    ),
  ]);
  const all = [sent, ...pulled];
  const [now, usual] = [all.flatMap((each) => each.now), all.flatMap((each) => each.usual)];
  const isNew = now.length > 0 && usual.length === 0;
  return {
    ...{ now, usual },
    sources: Object.fromEntries(all.flatMap(({ sources }) => Object.entries(sources))),
    gaps: [
      ...all.flatMap(({ gaps }) => gaps),
      ...(isNew ? ['There are log lines of now only, so it cannot be said what is new in them.'] : []),
    ],
  };
}

/** Lines are counted by the minute; one in which an incident before this one ended tells of both. */
function firstMinute(since: number, ended: Ended): number {
  const usual = Math.floor((since - leadMs) / minute);
  const clean = Math.ceil(notBefore(-Infinity, ended) / minute);
  return Math.min(Math.max(usual, clean), Math.floor(since / minute)) * minute;
}

interface Times {
  /** What is usual: from here on until `from`; now: from there on until `to`. */
  readonly usualFrom: number;
  readonly from: number;
  readonly to: number;
  /** None of it is usual. */
  readonly ended: Ended;
}

interface Place {
  readonly environment: string;
  readonly times: Times;
}

async function sentHere(ctx: Ctx, catalog: Catalog, { environment, times }: Place): Promise<LogEvidence> {
  const patterns = await loadPatterns(ctx.env.databases[ctx.pool], {
    environment,
    usualFrom: new Date(times.usualFrom),
    from: new Date(times.from),
    to: new Date(times.to),
    except: unusual(times.ended),
  });
  return evidenceOf(catalog, patterns);
}

interface LogsSource {
  readonly name: string;
  readonly spec: LogsSourceSpec;
}

function sourcesOf(catalog: Catalog, environment: string): readonly LogsSource[] {
  return catalog
    .list('LogsSource')
    .filter(({ spec }) => spec.environments.length === 0 || spec.environments.includes(environment))
    .slice(0, sourcesMax);
}

/** Both stretches of time, one after the other's lines counted as those that are sent here are. */
async function pull(
  ctx: Ctx,
  catalog: Catalog,
  { name, spec, environment, times }: LogsSource & Place,
): Promise<LogEvidence> {
  const title = spec.displayName ?? name;
  const missing = (why: string): LogEvidence => ({
    ...nothing,
    gaps: [`The logs of ${title} could not be read. ${why}`],
  });
  const place = catalog.get('Environment', environment)?.spec;
  const query = fillQuery(spec.query, { ...place?.variables, environment, region: place?.region });
  if ('missing' in query)
    return missing(`The environment ${environment} has no ${query.missing.join(', ')}.`);
  const clock = Math.floor(ctx.env.clock.now().getTime() / freshMs) * freshMs;
  const ask = async (from: number, to: number): Promise<LokiAnswer> =>
    askOnce(ctx.env, JSON.stringify([name, spec, query.text, from, to]), async () =>
      askLoki(ctx.env, { name, spec, query: query.text, from, to }),
    );
  const [usual, now] = await Promise.all([
    ask(times.usualFrom, times.from),
    ask(times.from, Math.max(times.from + 1, Math.min(clock, times.to))),
  ]);
  if ('problem' in usual) return missing(usual.problem);
  if ('problem' in now) return missing(now.problem);
  const names = {
    product: (text: string) => catalog.productByAlias(text)?.name ?? null,
    environment: () => environment,
  };
  const isUsual = ({ timeNs }: (typeof now)['lines'][number]): boolean =>
    isUsualAt(Number(timeNs / 1_000_000n), times.ended);
  const counted = (lines: (typeof now)['lines']) =>
    countLines(
      lines.flatMap((line) => placeLine(line, names, clock) ?? []).map((line) => ({ ...line, environment })),
      redactText,
    );
  const patterns = [
    ...counted(usual.lines.filter(isUsual)).map((each) => ({ ...each, now: 0, usual: each.lines })),
    ...counted(now.lines).map((each) => ({ ...each, now: each.lines, usual: 0 })),
  ].map((each) => ({ ...each, lastAt: new Date(each.minute) }));
  return evidenceOf(catalog, patterns, title);
}

function evidenceOf(catalog: Catalog, patterns: readonly PatternCount[], store?: string): LogEvidence {
  const written = (count: (each: PatternCount) => number): LogPattern[] =>
    patterns.filter((each) => count(each) > 0).map((each) => patternOf(each, count(each)));
  return {
    now: written((each) => each.now),
    usual: written((each) => each.usual),
    sources: labels(catalog, patterns, store),
    gaps: [],
  };
}

function patternOf({ product, place, level, template }: PatternCount, count: number): LogPattern {
  return { product: productId(product), template, level, count, ...(place !== '' && { place }) };
}

function labels(catalog: Catalog, patterns: readonly PatternCount[], store?: string): Sources {
  const found: Record<string, Sources[string]> = {};
  for (const { product, lastAt } of patterns) {
    const key = sourceKey('logs', productId(product));
    const at = Math.max(found[key]?.at ?? 0, lastAt.getTime());
    const name = catalog.get('Product', product)?.spec.displayName ?? product;
    found[key] = { label: `log of ${name}${store === undefined ? '' : `, from ${store}`}`, href: null, at };
  }
  return found;
}
