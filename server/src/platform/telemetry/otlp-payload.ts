import type { MetricObjectWithValues, MetricValue } from 'prom-client';

/** What an exporter of OpenTelemetry says about who speaks. */
export type Resource = Readonly<Record<string, string>>;

type Metric = MetricObjectWithValues<MetricValue<string>>;
type Attributes = readonly { readonly key: string; readonly value: { readonly stringValue: string } }[];

interface Span {
  /** When this process began to count. */
  readonly startedAt: Date;
  readonly at: Date;
}

/** The metrics as the body of `POST /v1/metrics` (OTLP/HTTP, JSON). What is not known at the moment (NaN) is left out, as JSON has no word for it. */
export function metricsPayload(resource: Resource, metrics: readonly Metric[], span: Span): object {
  const shown = metrics.flatMap((metric) => {
    const data = dataOf(metric, span);
    return data === null ? [] : [{ name: metric.name, description: metric.help, ...data }];
  });
  const scopeMetrics = [{ scope: { name: 'fieldmarshal' }, metrics: shown }];
  return { resourceMetrics: [{ resource: { attributes: attributesOf(resource) }, scopeMetrics }] };
}

const cumulative = 2;

function dataOf({ name, type, values }: Metric, span: Span): object | null {
  // The types of the library say an enumeration; what it gives are these words.
  const kind = String(type);
  if (kind === 'histogram') {
    const dataPoints = histogramPoints(name, values, span);
    return dataPoints.length === 0 ? null : { histogram: { aggregationTemporality: cumulative, dataPoints } };
  }
  const dataPoints = values.flatMap(({ value, labels }) =>
    Number.isFinite(value) ? [{ attributes: attributesOf(labels), asDouble: value, ...times(span) }] : [],
  );
  if (dataPoints.length === 0) return null;
  if (kind === 'counter')
    return { sum: { aggregationTemporality: cumulative, isMonotonic: true, dataPoints } };
  return kind === 'gauge' ? { gauge: { dataPoints } } : null;
}

/** Prometheus counts up to each bound; OpenTelemetry counts in each bucket. */
function histogramPoints(name: string, values: Metric['values'], span: Span): object[] {
  const series = Map.groupBy(values, ({ labels }) => JSON.stringify(withoutBound(labels)));
  return [...series.values()].flatMap((points) => {
    const valueOf = (suffix: string): number | undefined =>
      points.find((point) => nameOf(point) === `${name}_${suffix}`)?.value;
    const upTo = points
      .filter((point) => nameOf(point) === `${name}_bucket`)
      .map(({ value, labels }) => ({ value, le: Number(String(labels['le']).replace('+Inf', 'Infinity')) }))
      .sort((a, b) => a.le - b.le);
    const count = valueOf('count');
    if (count === undefined) return [];
    return [
      {
        attributes: attributesOf(withoutBound(points[0]?.labels ?? {})),
        count: String(count),
        sum: valueOf('sum') ?? 0,
        explicitBounds: upTo.map(({ le }) => le).filter(Number.isFinite),
        bucketCounts: upTo.map(({ value }, index) => String(value - (upTo[index - 1]?.value ?? 0))),
        ...times(span),
      },
    ];
  });
}

function withoutBound(labels: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => name !== 'le'));
}

function nameOf(point: Metric['values'][number]): string {
  return 'metricName' in point ? String(point.metricName) : '';
}

function times({ startedAt, at }: Span): object {
  return { startTimeUnixNano: nanosOf(startedAt), timeUnixNano: nanosOf(at) };
}

const severities: ReadonlyMap<string, number> = new Map([
  ['trace', 1],
  ['debug', 5],
  ['info', 9],
  ['warn', 13],
  ['error', 17],
  ['fatal', 21],
]);

/** Lines of the log as the body of `POST /v1/logs`: the sentence is the body, everything else an attribute. */
export function logsPayload(resource: Resource, lines: readonly string[]): object {
  const logRecords = lines.map(recordOf);
  return {
    resourceLogs: [
      {
        resource: { attributes: attributesOf(resource) },
        scopeLogs: [{ scope: { name: 'fieldmarshal' }, logRecords }],
      },
    ],
  };
}

function recordOf(line: string): object {
  const { level = '', time, msg, ...fields } = fieldsOf(line);
  return {
    timeUnixNano: nanosOf(new Date(typeof time === 'string' ? time : NaN)),
    severityText: String(level).toUpperCase(),
    severityNumber: severities.get(String(level)) ?? 0,
    body: { stringValue: typeof msg === 'string' ? msg : '' },
    attributes: attributesOf(fields),
  };
}

/** A line that is no object, which no logger of ours writes, is kept as a sentence. */
function fieldsOf(line: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed === 'object' && parsed !== null) return { ...parsed };
  } catch {
    // Said below.
  }
  return { msg: line.trim() };
}

function attributesOf(values: Readonly<Record<string, unknown>>): Attributes {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value: { stringValue: typeof value === 'string' ? value : (JSON.stringify(value) ?? '') },
  }));
}

/** As text: nanoseconds are more than a number holds. 0 is "not known". */
function nanosOf(at: Date): string {
  const ms = at.getTime();
  return Number.isFinite(ms) ? `${ms}000000` : '0';
}
