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
import { readIfThere } from './files.ts';
import { column, columns, mapped, texts } from './lenient.ts';
import type { SetCase } from './set-case.ts';
import { unread } from './unread.ts';

const services = z
  .record(z.string(), z.unknown())
  .catch({})
  .transform((record) => mapped(record, columns));
const block = z.object({
  services: texts,
  ops: texts,
  trace_minutes: column,
  spans: z.object({
    trace: column,
    parent: column,
    svc: column,
    op: column,
    start_us: column,
    dur_us: column,
  }),
  log_templates: texts.optional(),
  logs: z
    .object({ minutes: column, svc: column, span: column, level: column, template: column })
    .optional()
    .catch(undefined),
});
const faulty = block.extend({
  case_id: z.string(),
  normal: z.string().catch(''),
  paper_minute: z.number().catch(2),
  minutes_available: column,
  metrics: z.object({ services }).catch({ services: {} }),
  metrics_minutes: column,
});
const quiet = block.extend({ metrics_quiet: z.object({ services }).catch({ services: {} }) });
type Block = z.infer<typeof block>;

const roles: Readonly<Record<string, SeriesRole>> = {
  cpu_pct: 'resource',
  mem_pct: 'resource',
};
const levels = ['debug', 'info', 'warn', 'error'] as const;
const minute = 60_000;

/** Traces, logs and metrics of one minute of a fault, beside one minute and many measurements without. */
export function* readNezha(dir: string): Generator<SetCase> {
  const normals = new Map<string, z.infer<typeof quiet> | undefined>();
  const normalOf = (name: string) => {
    if (!normals.has(name))
      normals.set(name, quiet.safeParse(readIfThere(join(dir, 'normal', `${name}.json.gz`))).data);
    return normals.get(name);
  };
  for (const file of readdirSync(join(dir, 'cases')).toSorted()) {
    if (!file.endsWith('.json.gz')) continue;
    const content = readIfThere(join(dir, 'cases', file));
    const row = faulty.safeParse(content);
    if (row.success) yield { id: row.data.case_id, input: toCase(row.data, normalOf(row.data.normal)) };
    else yield* unread(content, file.replace('.json.gz', ''));
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
    now: telemetry(row, 1 << (asked ?? 0)),
    usual: normal === undefined ? empty.usual : telemetry(normal, -1),
    series: Object.entries(row.metrics.services).flatMap(([product, metrics]) =>
      Object.entries(metrics).flatMap(([name, value]): Series[] => {
        const role = roles[name];
        const usual = normal?.metrics_quiet.services[product]?.[name] ?? [];
        const at = row.metrics_minutes.map((minutes, index) => (minutes ?? index) * minute);
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
    if (((minutes[trace ?? -1] ?? 0) & mask) === 0) return;
    position.set(row, kept.length);
    kept.push(row);
  });
  const pick = (list: readonly (number | null)[], otherwise = -1) =>
    kept.map((row) => list[row] ?? otherwise);
  return {
    trace: pick(spans.trace),
    parent: pick(spans.parent).map((row) => position.get(row) ?? -1),
    product: pick(spans.svc).map((at) => names[at] ?? ''),
    operation: pick(spans.op).map((at) => ops[at] ?? ''),
    startUs: pick(spans.start_us, Number.NaN),
    durationUs: pick(spans.dur_us, Number.NaN),
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
        product: data.services[service ?? -1] ?? '',
        template: data.log_templates?.[template[row] ?? -1] ?? '',
        ...(operation >= 0 && { operation: data.ops[operation] ?? '' }),
        level: levels[level[row] ?? 1] ?? 'info',
        count: 1,
      });
    else known.count += 1;
  });
  return [...counts.values()];
}
