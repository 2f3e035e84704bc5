import type { CheckRecord } from '@fieldmarshal/contract/checks/view';
import { Empty } from '../ui/Empty.tsx';
import { Table } from '../ui/Table.tsx';
import { msText } from './check-words.tsx';

type Step = CheckRecord['steps'][number];

/** What a check was worth over some days: every number with what it is counted of. */
export function CheckRecordView({ record }: { record: CheckRecord }) {
  const { days, runs, passed, flaky, failed, lost, flakeRatio, duration, costSeconds, steps } = record;
  const rows: [string, string][] = [
    ['Passed', `${passed} of ${runs}`],
    [
      'Flaky',
      `${flaky} of ${passed + flaky}${flakeRatio === null ? '' : ` (${(flakeRatio * 100).toFixed(1)} %)`}`,
    ],
    ['Failed by the product', `${failed.product} of ${runs}`],
    ['Failed by the check itself', `${failed.test} of ${runs}`],
    ['Failed by what runs it', `${failed.harness + failed.environment} of ${runs}`],
    ['Not made or not finished', String(lost)],
    [
      'Time of a pass',
      duration === null ? '–' : `${msText(duration.p50)} (95 of 100 within ${msText(duration.p95)})`,
    ],
    ['Cost', `${costSeconds} s of runners`],
  ];
  return (
    <section aria-label="Its record" className="ui-stack">
      <h2>Its record over {days} days</h2>
      {runs === 0 ? (
        <Empty>No run ended in this time.</Empty>
      ) : (
        <dl className="checks-facts">
          {rows.map(([term, text]) => (
            <div key={term}>
              <dt className="ui-quiet">{term}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
      {steps.length === 0 ? null : <Steps steps={steps} />}
    </section>
  );
}

function Steps({ steps }: { steps: Step[] }) {
  return (
    <Table
      label="Steps, slowest first"
      rows={steps}
      rowKey={({ title }) => title}
      empty={null}
      columns={[
        { id: 'title', header: 'Step', rowHeader: true, cell: ({ title }) => title },
        { id: 'runs', header: 'Runs', align: 'end', width: '5rem', wideOnly: true, cell: ({ runs }) => runs },
        { id: 'p50', header: 'p50', align: 'end', width: '6rem', cell: ({ now }) => msText(now.p50) },
        { id: 'p95', header: 'p95', align: 'end', width: '6rem', cell: ({ now }) => msText(now.p95) },
        {
          id: 'before',
          header: 'p50 before',
          align: 'end',
          width: '7rem',
          wideOnly: true,
          cell: ({ before }) => (before === null ? '–' : msText(before.p50)),
        },
        { id: 'slower', header: 'Trend', width: '6rem', cell: ({ slower }) => (slower ? 'Slower' : '') },
      ]}
    />
  );
}
