import type { Distribution } from '@fieldmarshal/contract/insights';
import { Button } from '../ui/Button.tsx';
import { download } from '../ui/download.ts';
import { Table, type Column } from '../ui/Table.tsx';
import { csvOf } from '../ui/csv.ts';
import { Behind } from './Figure.tsx';
import { bandWords, measureWords, msText } from './insight-words.ts';

/** Each step with its median, its ninetieth percentile and how the values lie. Never a mean: one long night would move it. */
export function TimesTable({ times, period }: { times: readonly Distribution[]; period: string }) {
  return (
    <section aria-label="Times" className="ui-stack">
      <div className="ui-row">
        <h2>How long it takes</h2>
        <span className="screen-gap" />
        <Button
          look="plain"
          className="ui-no-print"
          onClick={() => download(`times-${period}.csv`, timesCsv(times), 'text/csv')}
        >
          Times as CSV
        </Button>
      </div>
      <Table
        label="Times of each step"
        columns={columns}
        rows={times}
        rowKey={({ measure }) => measure}
        rowHeight="comfortable"
        empty={null}
      />
      <p className="ui-quiet ui-small">
        Median and 90th percentile are values that were measured (nearest rank). Fewer than ten values are
        called few. A time below zero comes of a wrong clock; it is counted beside the others and in none of
        them.
      </p>
    </section>
  );
}

const columns: readonly Column<Distribution>[] = [
  {
    id: 'measure',
    header: 'Time to',
    rowHeader: true,
    cell: ({ measure }) => <span data-tip={measureWords[measure].means}>{measureWords[measure].name}</span>,
  },
  { id: 'p50', header: 'Median', width: '6rem', align: 'end', cell: ({ p50 }) => msText(p50) },
  { id: 'p90', header: '90 %', width: '6rem', align: 'end', cell: ({ p90 }) => msText(p90) },
  { id: 'n', header: 'Of', width: '10rem', cell: (row) => <Counts row={row} /> },
  {
    id: 'bands',
    header: `Up to ${bandWords.join(' · ')}`,
    width: '22rem',
    wideOnly: true,
    cell: (row) => <Bands row={row} />,
  },
  {
    id: 'before',
    header: 'Before',
    width: '11rem',
    wideOnly: true,
    cell: ({ before }) =>
      before.n === 0 ? (
        <span className="ui-quiet">nothing</span>
      ) : (
        <span className="ui-quiet">
          {msText(before.p50)}, {msText(before.p90)} (of {before.n})
        </span>
      ),
  },
];

function Counts({ row: { measure, n, none, negative, few } }: { row: Distribution }) {
  return (
    <span className="insights-counts">
      <Behind name={measure} n={n}>
        {n}
      </Behind>
      {few && n > 0 ? <span className="ui-quiet"> few</span> : null}
      {none === 0 ? null : (
        <>
          ,{' '}
          <Behind name={`${measure}:none`} n={none}>
            {none} not
          </Behind>
        </>
      )}
      {negative === 0 ? null : (
        <>
          ,{' '}
          <Behind name={`${measure}:negative`} n={negative}>
            {negative} below zero
          </Behind>
        </>
      )}
    </span>
  );
}

function Bands({ row: { measure, bands } }: { row: Distribution }) {
  const most = Math.max(1, ...bands);
  return (
    <ol className="insights-bands" aria-label={`How many took up to ${bandWords.join(', ')}`}>
      {bands.map((n, band) => (
        <li key={bandWords[band]}>
          <span className="insights-bar" style={{ blockSize: `${(n / most) * 1.1}rem` }} aria-hidden />
          <Behind name={`${measure}:${band}`} n={n}>
            {n}
          </Behind>
        </li>
      ))}
    </ol>
  );
}

function timesCsv(times: readonly Distribution[]): string {
  return csvOf(
    [
      'measure',
      'n',
      'none',
      'negative',
      'p50_ms',
      'p90_ms',
      'min_ms',
      'max_ms',
      ...bandWords.map((band) => `to ${band}`),
    ],
    times.map(({ measure, n, none, negative, p50, p90, min, max, bands }) => [
      ...[measure, n, none, negative, p50, p90, min, max],
      ...bands,
    ]),
  );
}
