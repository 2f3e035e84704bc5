import type { SloBudget } from '@fieldmarshal/contract/insights';
import { Link } from '@tanstack/react-router';
import { FailureNote } from '../../app/FailureNote.tsx';
import { Button } from '../../ui/Button.tsx';
import { download } from '../../ui/download.ts';
import { Empty } from '../../ui/Empty.tsx';
import { HealthGlyph } from '../../ui/HealthGlyph.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { Time } from '../../ui/Time.tsx';
import { durationText } from '../../ui/time-text.ts';
import { countText } from '../insight-words.ts';
import { BudgetDays } from './BudgetDays.tsx';
import { useSlos } from './slo-api.ts';
import { healthOf, leftText, objectiveText, rateText, slosCsv } from './slo-words.ts';

/** Which workflows are about to break their promise, where, and how fast? */
export function SloView() {
  const found = useSlos();
  if (found.isPending) return <Loading what="objectives" />;
  if (found.data === undefined) return <FailureNote error={found.error} />;
  const { items, at } = found.data;
  return (
    <>
      <p className="ui-quiet" role="status">
        {items.length} error {items.length === 1 ? 'budget' : 'budgets'} as of <Time at={at} show="ago" />,
        from the runs of checks, counted every five minutes. Each has a window of its own.
      </p>
      <div className="ui-row ui-no-print">
        <span className="screen-gap" />
        <Button
          look="plain"
          onClick={() => download(`objectives-${at.slice(0, 10)}.csv`, slosCsv(items), 'text/csv')}
        >
          Objectives as CSV
        </Button>
      </div>
      <Table
        label="Error budgets, the least left first"
        columns={columns}
        rows={items}
        rowKey={({ slo, environment }) => `${slo} ${environment}`}
        rowHeight="comfortable"
        empty={
          <Empty>
            No objective is in the catalog yet. Put a file of kind SLO there: a workflow, an objective such as
            0.995, a window of days.
          </Empty>
        }
      />
      <p className="ui-quiet ui-small">
        A run counts against a budget when it failed by the product’s fault; flaky runs passed. Faults of
        test, harness and environment are not counted. Burn 1 spends exactly the whole budget in a window.
      </p>
    </>
  );
}

const columns: readonly Column<SloBudget>[] = [
  {
    id: 'slo',
    header: 'Objective',
    rowHeader: true,
    cell: ({ slo, title, workflowTitle, environment, objective, windowDays }) => (
      <>
        <Link to="/catalog/$kind/$name" params={{ kind: 'SLO', name: slo }}>
          {title}
        </Link>{' '}
        <b>{environment === '' ? 'in no environment' : environment}</b>{' '}
        <span className="ui-quiet">
          {workflowTitle}, {objectiveText(objective)} in {windowDays} d
        </span>
      </>
    ),
  },
  {
    id: 'left',
    header: 'Budget left',
    width: '9rem',
    cell: (row) => (
      <>
        <HealthGlyph health={healthOf(row)} label={leftText(row)} />
      </>
    ),
  },
  {
    id: 'runs',
    header: 'Failed, allowed',
    width: '13rem',
    wideOnly: true,
    cell: ({ bad, allowed, good, notCounted }) => (
      <>
        {countText(bad)} of {countText(good + bad)}, {Math.round(allowed * 10) / 10} allowed{' '}
        {notCounted === 0 ? null : <span className="ui-quiet">{countText(notCounted)} not counted</span>}
      </>
    ),
  },
  {
    id: 'burn',
    header: 'Burn 1 h · 6 h · 3 d',
    width: '11rem',
    wideOnly: true,
    cell: ({ burn }) =>
      [burn.hour, burn.sixHours, burn.threeDays].map(({ rate }) => rateText(rate)).join(' · '),
  },
  {
    id: 'spent',
    header: 'Spent in',
    width: '8rem',
    cell: ({ spentInHours, left }) =>
      left === null
        ? '–'
        : spentInHours === null
          ? 'not in a window'
          : spentInHours === 0
            ? 'spent'
            : durationText(spentInHours * 3_600_000),
  },
  {
    id: 'days',
    header: 'Failed runs by day',
    width: '12rem',
    wideOnly: true,
    cell: ({ days, windowDays, objective }) => (
      <BudgetDays days={days} windowDays={windowDays} objective={objective} />
    ),
  },
];
