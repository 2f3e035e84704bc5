import { join } from 'node:path';
import { z } from 'zod';
import { emptyCase, type Case, type Series, type SeriesRole } from '@fieldmarshal/server/localisation';
import { readGz, readIfThere } from './files.ts';
import { column, columns, listOf, mapped } from './lenient.ts';
import type { SetCase } from './set-case.ts';
import { unread } from './unread.ts';

const row = z.object({
  case_id: z.string(),
  graph: z.string().catch(''),
  normal: z.string().nullable().catch(null),
  normal_rows: z.number().nullish().catch(null),
  target: z.object({
    node: z.string(),
    metric: z.string(),
    stat: z.string().catch(''),
    offset_s: z.number().catch(0),
  }),
  window: z.object({ offset_s: column, series: columns }),
});
type Row = z.infer<typeof row>;
const casesSchema = z.object({ cases: z.array(z.unknown()) });
const graph = z.object({ nodes: listOf(z.string()), edges: listOf(z.tuple([z.string(), z.string()])) });
type Graph = z.infer<typeof graph>;
const anything = z.record(z.string(), z.unknown());
const normal = z.object({ series: columns });

const roles: Readonly<Record<string, SeriesRole>> = {
  latency: 'latency',
  availability: 'errors',
  requests: 'load',
};

/** Metrics and a call graph: five rows of five minutes, the trouble from the third on at the latest. */
export function readPetshop(dir: string, { byProduct }: { byProduct: boolean }): SetCase[] {
  const { cases } = casesSchema.parse(readGz(join(dir, 'cases.json.gz')));
  const known = mapped(anything.parse(readIfThere(join(dir, 'graphs.json')) ?? {}), graph);
  const quiet = new Map<string, Columns>();
  const quietOf = (name: string | null): Columns => {
    if (name === null) return {};
    const file = normal.safeParse(readIfThere(join(dir, `${name}.json.gz`)));
    const found = quiet.get(name) ?? file.data?.series ?? {};
    quiet.set(name, found);
    return found;
  };
  const products = byProduct
    ? mapped(anything.parse(readIfThere(join(dir, 'groups.json')) ?? {}), z.string())
    : {};
  return cases.flatMap((content): SetCase[] => {
    const found = row.safeParse(content).data;
    if (found === undefined) return unread(content);
    const input = toCase(found, known[found.graph] ?? { nodes: [], edges: [] }, quietOf(found.normal));
    return [{ id: found.case_id, input, ...(byProduct && { products }) }];
  });
}

type Columns = z.infer<typeof columns>;

function toCase(row: Row, graph: Graph, quiet: Columns): Case {
  const at = row.window.offset_s.map((seconds, index) => (seconds ?? index * 300) * 1000);
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
