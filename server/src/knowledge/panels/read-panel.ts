import type { Incident } from '@fieldmarshal/contract/incidents';
import type { MetricsPanelSpec, MetricsSourceSpec, PanelData } from '@fieldmarshal/contract/knowledge';
import { readCatalog, type Catalog } from '#catalog';
import { permit } from '#identity';
import { getIncident, listEvents } from '#incidents';
import { queryRange } from '#localisation';
import { notFound, type Ctx, type Env } from '#platform';
import { productsOf } from '../about.ts';
import { fillQuery } from '../core/fill.ts';
import { linesOf, stepOf } from '../core/lines.ts';
import { marksOf, markedTypes } from '../core/marks.ts';
import { spanIn, type Span, type Past } from '../core/span.ts';
import { fillingFor } from './filling.ts';

const timeoutMs = 8_000;

/**
 * A metrics panel over the time of an incident, or of `past`, with what happened in it. A server that does not answer is a sentence, not
 * an error.
 */
export async function readPanel(
  ctx: Ctx,
  { id, name }: { readonly id: string; readonly name: string },
  past: Past | null = null,
): Promise<PanelData> {
  permit(ctx, 'incident.read');
  const [incident, catalog] = await Promise.all([getIncident(ctx, { id }), readCatalog(ctx.env)]);
  const spec = catalog.get('MetricsPanel', name)?.spec;
  if (spec === undefined) throw notFound(`The metrics panel ${name}`);
  return drawPanel(ctx, { name, spec }, { catalog, incident, past });
}

interface Panel {
  readonly name: string;
  readonly spec: MetricsPanelSpec;
}

interface DrawnFor {
  readonly catalog: Catalog;
  readonly incident: Incident;
  readonly past: Past | null;
}

/** The same of any panel, stored or not. Throws not-found where there is no such metrics server. */
export async function drawPanel(
  ctx: Ctx,
  { name, spec }: Panel,
  { catalog, incident, past }: DrawnFor,
): Promise<PanelData> {
  const source = catalog.get('MetricsSource', spec.source)?.spec;
  if (source === undefined) throw notFound(`The metrics source ${spec.source}`);
  const span = spanIn(incident, spec.leadMinutes, { now: ctx.env.clock.now().getTime(), past });
  const stepSeconds = stepOf(span);
  const product = productsOf(incident).find(
    (one) => spec.products.length === 0 || spec.products.includes(one),
  );
  const query = fillQuery(spec.query, fillingFor(catalog, incident, product ?? null), stepSeconds);
  const [drawn, marks] = await Promise.all([
    'problem' in query
      ? { ...nothing, problem: query.problem }
      : ask(ctx.env, { source, query: query.text, spec, span, stepSeconds }),
    readMarks(ctx, incident, past),
  ]);
  return {
    ...{ name, title: spec.displayName ?? name, unit: spec.unit, stepSeconds },
    ...{ query: 'text' in query ? query.text : spec.query, source: source.displayName ?? spec.source },
    ...{ from: new Date(span.from).toISOString(), to: new Date(span.to).toISOString() },
    ...drawn,
    marks: marks.filter(({ at }) => Date.parse(at) >= span.from && Date.parse(at) <= span.to),
  };
}

async function readMarks(ctx: Ctx, { id, undone }: Incident, past: Past | null): Promise<PanelData['marks']> {
  const { items } = await listEvents(ctx, { id, order: 'oldest', type: [...markedTypes], limit: 500 });
  const marks = marksOf(items, undone);
  return past === null ? marks : marks.map((mark) => ({ ...mark, at: past.place(mark.at) }));
}

type Drawn = Pick<PanelData, 'lines' | 'more' | 'problem'>;
const nothing: Drawn = { lines: [], more: 0, problem: null };

interface Asked {
  readonly source: MetricsSourceSpec;
  readonly query: string;
  readonly spec: MetricsPanelSpec;
  readonly span: Span;
  readonly stepSeconds: number;
}

async function ask(env: Env, { source, query, spec, span, stepSeconds }: Asked): Promise<Drawn> {
  const read = await queryRange(env, { name: spec.source, source, query, stepSeconds, timeoutMs, ...span });
  if ('problem' in read) return failed(read.problem);
  const drawn = linesOf(read.answer, { legend: spec.legend, stepSeconds });
  if (drawn === null) return failed('It did not answer in the form of the Prometheus API.');
  return drawn.lines.length === 0
    ? failed('It has no data for this query and time.')
    : { ...drawn, problem: null };
}

function failed(problem: string): Drawn {
  return { ...nothing, problem };
}
