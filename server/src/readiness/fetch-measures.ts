import {
  measureValue,
  type MeasureSpec,
  type MeasureValue,
  type NewValue,
} from '@fieldmarshal/contract/readiness';
import { readCatalog } from '#catalog';
import { beforeFinish, guardedFetch, inTransaction, type Ctx, type Env } from '#platform';
import { hasType } from './core/evaluate.ts';
import { atPointer } from './core/json-pointer.ts';
import { takeValues } from './put-values.ts';
import { dueLooks, noteLook } from './store/look-store.ts';

const timeoutMs = 10_000;
const answerBytesMax = 1024 * 1024;
/** Of one measure at a time, so that a slow source waits for itself. */
const togetherMax = 8;
/** One run ends after this long; what is left is due again at the next. */
const runMsMax = 60_000;

interface Fetched {
  readonly values: NewValue[];
  readonly trouble: string | null;
}

type Source = Extract<MeasureSpec['source'], { type: 'http' }>;

/** Asks for the measures whose time has come. What cannot be had keeps its value, which grows old; why is kept with the measure. */
export async function fetchMeasures(ctx: Ctx): Promise<void> {
  const outside = beforeFinish(ctx);
  const catalog = await readCatalog(ctx.env);
  const products = catalog.list('Product').map(({ name }) => name);
  const fetched = catalog
    .list('Measure')
    .flatMap(({ name, spec }) =>
      spec.source.type === 'http'
        ? [{ name, spec, source: spec.source, everyMinutes: spec.source.everyMinutes }]
        : [],
    );
  const due = new Set(await dueLooks(ctx.env.databases.worker, fetched));
  const stopAt = performance.now() + runMsMax;
  for (const { name, spec, source } of fetched) {
    if (!due.has(name) || performance.now() > stopAt) continue;
    const { values, trouble } = await fetchOne(ctx.env, { name, spec, source, products });
    if (values.length > 0) await inTransaction(outside, async (tx) => takeValues(tx, catalog, values));
    await noteLook(ctx.env.databases.worker, { names: [name], trouble });
  }
}

interface Asked {
  readonly name: string;
  readonly spec: MeasureSpec;
  readonly source: Source;
  readonly products: readonly string[];
}

async function fetchOne(env: Env, { name, spec, source, products }: Asked): Promise<Fetched> {
  const host = new URL(source.url).host;
  const troubles: string[] = [];
  const values: NewValue[] = [];
  const take = (product: string, answer: unknown): void => {
    const value = valueAt(answer, source.pointer.replaceAll('{{product}}', product));
    if (value === undefined) return;
    if (hasType(value, spec.type)) values.push({ product, measure: name, value, source: host });
    else troubles.push(`${product}: the value is no ${spec.type}`);
  };
  if (!source.url.includes('{{product}}')) {
    const answer = await ask(env, source.url);
    if ('trouble' in answer) return { values, trouble: answer.trouble };
    for (const product of products) take(product, answer.json);
  } else
    for (let from = 0; from < products.length; from += togetherMax)
      await Promise.all(
        products.slice(from, from + togetherMax).map(async (product) => {
          const answer = await ask(env, source.url.replaceAll('{{product}}', encodeURIComponent(product)));
          if ('trouble' in answer) troubles.push(`${product}: ${answer.trouble}`);
          else take(product, answer.json);
        }),
      );
  if (values.length === 0 && troubles.length === 0)
    troubles.push('The answer holds no value for any product.');
  return { values, trouble: troubles.length === 0 ? null : troubles.slice(0, 5).join(' ').slice(0, 500) };
}

async function ask(env: Env, url: string): Promise<{ json: unknown } | { trouble: string }> {
  try {
    const { status, body } = await guardedFetch({
      url,
      method: 'GET',
      headers: { accept: 'application/json' },
      timeoutMs,
      responseBytesMax: answerBytesMax,
      allowPrivate: env.config.allowPrivateAddresses,
    });
    if (status !== 200) return { trouble: `It answered ${status}.` };
    return { json: JSON.parse(body) };
  } catch (error) {
    return { trouble: error instanceof SyntaxError ? 'The answer is no JSON.' : messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'It cannot be reached.';
}

function valueAt(answer: unknown, pointer: string): MeasureValue | undefined {
  const parsed = measureValue.safeParse(atPointer(answer, pointer));
  return parsed.success ? parsed.data : undefined;
}
