import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import {
  emptyCase,
  type Case,
  type LogPattern,
  type Series,
  type SeriesRole,
  type Spans,
  type Telemetry,
} from '@fieldmarshal/server/localisation';
import { readGz } from './files.ts';
import type { SetCase } from './set-case.ts';

const numbers = z.array(z.number());
const gaps = z.array(z.number().nullable());
const services = z.record(z.string(), z.record(z.string(), gaps));
const block = z.object({
  services: z.array(z.string()),
  ops: z.array(z.string()),
  trace_minutes: numbers,
  spans: z.object({
    trace: numbers,
    parent: numbers,
    svc: numbers,
    op: numbers,
    start_us: numbers,
    dur_us: numbers,
  }),
  log_templates: z.array(z.string()).optional(),
  logs: z
    .object({ minutes: numbers, svc: numbers, span: numbers, level: numbers, template: numbers })
    .optional(),
});
const faulty = block.extend({
  case_id: z.string(),
  normal: z.string(),
  paper_minute: z.number(),
  minutes_available: numbers,
  metrics: z.object({ services }),
  metrics_minutes: numbers,
});
const quiet = block.extend({ metrics_quiet: z.object({ services }) });
type Block = z.infer<typeof block>;

const roles: Readonly<Record<string, SeriesRole>> = {
  cpu_pct: 'resource',
  mem_pct: 'resource',
};
const levels = ['debug', 'info', 'warn', 'error'] as const;
const minute = 60_000;

/** Traces, logs and metrics of one minute of a fault, beside one minute and many measurements without. */
export function* readNezha(dir: string): Generator<SetCase> {
  const normals = new Map(
    readdirSync(join(dir, 'normal')).map((file) => [
      file.replace('.json.gz', ''),
      quiet.parse(readGz(join(dir, 'normal', file))),
    ]),
  );
  for (const file of readdirSync(join(dir, 'cases')).toSorted()) {
    const row = faulty.parse(readGz(join(dir, 'cases', file)));
    yield { id: row.case_id, input: toCase(row, normals.get(row.normal)) };
  }
}

function toCase(row: z.infer<typeof faulty>, normal: z.infer<typeof quiet> | undefined): Case {
  const asked = row.minutes_available.includes(row.paper_minute)
    ? row.paper_minute
    : (row.minutes_available[0] ?? 0);
  const names = new Set([...row.services, ...(normal?.services ?? []), ...Object.keys(row.metrics.services)]);
  names.delete('');
  const empty = emptyCase(
    [...names].map((id) => ({ id, kind: 'product' as const })),
    [],
    0,
  );
  return {
    ...empty,
    now: telemetry(row, 1 << asked),
    usual: normal === undefined ? empty.usual : telemetry(normal, -1),
    series: Object.entries(row.metrics.services).flatMap(([product, metrics]) =>
      Object.entries(metrics).flatMap(([name, value]): Series[] => {
        const role = roles[name];
        const usual = normal?.metrics_quiet.services[product]?.[name] ?? [];
        const at = row.metrics_minutes.map((minutes) => minutes * minute);
        return role === undefined ? [] : [{ product, role, name, at, value, usual }];
      }),
    ),
  };
}

function telemetry(data: Block, mask: number): Telemetry {
  return { spans: spansOf(data, mask), logs: logsOf(data, mask) };
}

function spansOf({ spans, services: names, ops, trace_minutes: minutes }: Block, mask: number): Spans {
  const kept: number[] = [];
  const position = new Map<number, number>();
  spans.trace.forEach((trace, row) => {
    if (((minutes[trace] ?? 0) & mask) === 0) return;
    position.set(row, kept.length);
    kept.push(row);
  });
  const pick = (column: readonly number[]) => kept.map((row) => column[row] ?? -1);
  return {
    trace: pick(spans.trace),
    parent: pick(spans.parent).map((row) => position.get(row) ?? -1),
    product: pick(spans.svc).map((at) => names[at] ?? ''),
    operation: pick(spans.op).map((at) => ops[at] ?? ''),
    startUs: pick(spans.start_us),
    durationUs: pick(spans.dur_us),
  };
}

function logsOf(data: Block, mask: number): LogPattern[] {
  const counts = new Map<string, LogPattern & { count: number }>();
  data.logs?.svc.forEach((service, row) => {
    const { minutes = [], template = [], level = [], span = [] } = data.logs ?? {};
    if (((minutes[row] ?? 0) & mask) === 0) return;
    const operation = data.spans.op[span[row] ?? -1] ?? -1;
    const key = `${service}|${template[row]}|${level[row]}|${operation}`;
    const known = counts.get(key);
    if (known === undefined)
      counts.set(key, {
        product: data.services[service] ?? '',
        template: data.log_templates?.[template[row] ?? -1] ?? '',
        ...(operation >= 0 && { operation: data.ops[operation] ?? '' }),
        level: levels[level[row] ?? 1] ?? 'info',
        count: 1,
      });
    else known.count += 1;
  });
  return [...counts.values()];
}
