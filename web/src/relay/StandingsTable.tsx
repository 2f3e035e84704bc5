import type { SiteDetail } from '@fieldmarshal/contract/relay';
import { Empty } from '../ui/Empty.tsx';
import { HealthGlyph, type Health } from '../ui/HealthGlyph.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';

type Standing = SiteDetail['standings'][number];

const healths: Readonly<Record<string, Health>> = {
  failing: 'failing',
  degraded: 'degraded',
  paused: 'skipped',
};

interface Row {
  readonly check: string;
  readonly cells: ReadonlyMap<string, Standing>;
}

/** Checks by environments as the site told them last; each cell is hatched, and nothing of it is called well. */
export function StandingsTable({ site: { standings, knownUntil } }: { site: SiteDetail }) {
  const environments = [...new Set(standings.map(({ environment }) => environment))].toSorted();
  return (
    <Table
      label="Checks of the site"
      rows={rowsOf(standings)}
      rowKey={({ check }) => check}
      empty={
        <Empty>
          {knownUntil === null
            ? 'Nothing has come yet, so nothing is known.'
            : 'The bundles that came tell of no check.'}
        </Empty>
      }
      columns={columnsOf(environments)}
    />
  );
}

function columnsOf(environments: readonly string[]): Column<Row>[] {
  return [
    { id: 'check', header: 'Check', rowHeader: true, cell: ({ check }) => check },
    ...environments.map((environment): Column<Row> => ({
      id: `in ${environment}`,
      header: environment,
      cell: ({ cells }) => <Cell standing={cells.get(environment)} />,
    })),
  ];
}

function rowsOf(standings: readonly Standing[]): Row[] {
  const rows = new Map<string, Map<string, Standing>>();
  for (const standing of standings) {
    const cells = rows.get(standing.check) ?? new Map<string, Standing>();
    cells.set(standing.environment, standing);
    rows.set(standing.check, cells);
  }
  return [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([check, cells]) => ({ check, cells }));
}

function Cell({ standing }: { standing: Standing | undefined }) {
  if (standing === undefined) return <span className="ui-hidden">not told of</span>;
  return (
    <span className="ui-hatch relay-cell">
      <HealthGlyph
        health={healths[standing.state] ?? 'disconnected'}
        label={`was ${wordOf(standing.state)}`}
      />{' '}
      <span className="ui-quiet">
        <Time at={standing.lastRunAt ?? standing.at} focusable={false} />
      </span>
    </span>
  );
}

function wordOf(state: string): string {
  return state === 'no-data' ? 'without data' : state;
}
