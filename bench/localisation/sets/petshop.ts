import { join } from 'node:path';
import { z } from 'zod';
import { emptyCase, type Case, type Series, type SeriesRole } from '@fieldmarshal/server/localisation';
import { readGz, readJson } from './files.ts';
import type { SetCase } from './set-case.ts';

const values = z.record(z.string(), z.array(z.number().nullable()));
const casesSchema = z.object({
  cases: z.array(
    z.object({
      case_id: z.string(),
      graph: z.string(),
      normal: z.string().nullable(),
      normal_rows: z.number().nullish(),
      target: z.object({ node: z.string(), metric: z.string(), stat: z.string(), offset_s: z.number() }),
      window: z.object({ offset_s: z.array(z.number()), series: values }),
    }),
  ),
});
type Row = z.infer<typeof casesSchema>['cases'][number];
const graphs = z.record(
  z.string(),
  z.object({ nodes: z.array(z.string()), edges: z.array(z.tuple([z.string(), z.string()])) }),
);
const groups = z.record(z.string(), z.string());
const normal = z.object({ series: values });

const roles: Readonly<Record<string, SeriesRole>> = {
  latency: 'latency',
  availability: 'errors',
  requests: 'load',
};

/** Metrics and a call graph: five rows of five minutes, the trouble from the third on at the latest. */
export function readPetshop(dir: string, { byProduct }: { byProduct: boolean }): SetCase[] {
  const { cases } = casesSchema.parse(readGz(join(dir, 'cases.json.gz')));
  const known = graphs.parse(readJson(join(dir, 'graphs.json')));
  const quiet = new Map<string, z.infer<typeof normal>['series']>();
  for (const name of new Set(cases.map((row) => row.normal)))
    if (name !== null) quiet.set(name, normal.parse(readGz(join(dir, `${name}.json.gz`))).series);
  const products = byProduct ? groups.parse(readJson(join(dir, 'groups.json'))) : {};
  return cases.map((row) => ({
    id: row.case_id,
    input: toCase(row, known[row.graph] ?? { nodes: [], edges: [] }, quiet.get(row.normal ?? '') ?? {}),
    ...(byProduct && { products }),
  }));
}

function toCase(
  row: Row,
  graph: z.infer<typeof graphs>[string],
  quiet: Record<string, (number | null)[]>,
): Case {
  const at = row.window.offset_s.map((seconds) => seconds * 1000);
  const from = row.target.offset_s * 1000;
  const series = Object.entries(row.window.series).flatMap(([key, value]): Series[] => {
    const [product = '', metric = '', stat] = key.split('|');
    const role = roles[metric];
    if (role === undefined || (stat !== 'Average' && stat !== 'Sum')) return [];
    const usual = (quiet[key] ?? []).slice(0, row.normal_rows ?? 0);
    const read = (list: readonly (number | null)[]) => (role === 'errors' ? list.map(failing) : list);
    return [{ product, role, name: `${metric} ${stat}`, at, value: read(value), usual: read(usual) }];
  });
  const names = new Set([...graph.nodes, ...series.map(({ product }) => product)]);
  const empty = emptyCase(
    [...names].map((id) => ({ id, kind: 'product' as const })),
    graph.edges,
    from,
  );
  const kind = roles[row.target.metric] === 'errors' ? 'errors' : 'latency';
  return { ...empty, series, symptom: { product: row.target.node, kind, at: from, text: '' } };
}

/** Availability is in per cent. */
function failing(availability: number | null): number | null {
  return availability === null ? null : Math.max(0, 1 - availability / 100);
}
