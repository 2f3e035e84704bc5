import type { CheckWorth, Noise, RuleNoise } from '@fieldmarshal/contract/insights';
import { Link } from '@tanstack/react-router';
import { FailureNote } from '../app/FailureNote.tsx';
import { Button } from '../ui/Button.tsx';
import { download } from '../ui/download.ts';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Pill } from '../ui/Pill.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { csvOf } from '../ui/csv.ts';
import { Behind, Figure } from './Figure.tsx';
import { useInsights, type InsightsSearch } from './insights-api.ts';
import { countText, shareText } from './insight-words.ts';

/** Which rules are loud for nothing, what false alarms cost, and what checks are worth. */
export function NoiseView({ search }: { search: InsightsSearch }) {
  const found = useInsights('/noise', search);
  if (found.isPending) return <Loading what="alerts and checks" />;
  if (found.data === undefined) return <FailureNote error={found.error} />;
  const noise = found.data;
  return (
    <>
      <p className="ui-quiet" role="status">
        Alerts and checks of {noise.from} to {noise.to} (UTC), counted once an hour.
      </p>
      <FalseAlarms noise={noise} />
      <Rules noise={noise} />
      <Checks noise={noise} />
    </>
  );
}

function FalseAlarms({ noise: { falseAlarms, precision, recall } }: { noise: Noise }) {
  const { n, of, pages, nightPages, people, personMinutes } = falseAlarms;
  return (
    <dl className="insights-figures">
      <Figure
        title="False alarms"
        value={
          <Behind name="false-alarm" n={n}>
            {shareText({ part: n, of })}
          </Behind>
        }
        note="incidents from alerts, over, in which people found nothing"
      />
      <Figure
        title="What they cost"
        value={
          <Behind name="false-alarm:minutes" n={personMinutes}>
            {countText(personMinutes)} person-minutes
          </Behind>
        }
        note={
          <>
            <Behind name="false-alarm:pages" n={pages}>
              {pages} {pages === 1 ? 'page' : 'pages'}
            </Behind>{' '}
            to {people} {people === 1 ? 'person' : 'people'},{' '}
            <Behind name="false-alarm:night" n={nightPages}>
              {nightPages} at night
            </Behind>
          </>
        }
      />
      <Figure
        title="Precision of checks"
        value={shareText(precision)}
        note="of the failures that were judged, real"
      />
      <Figure
        title="Recall of checks"
        value={shareText(recall)}
        note="of the incidents a check is there for, seen by it"
      />
    </dl>
  );
}

function Rules({ noise: { rules, more, from, to } }: { noise: Noise }) {
  return (
    <section aria-label="Rules" className="ui-stack">
      <div className="ui-row">
        <h2>
          Alerts by rule{' '}
          <span className="ui-quiet">
            {rules.filter(({ neverLed }) => neverLed).length} of {rules.length + more} never led to anything
          </span>
        </h2>
        <span className="screen-gap" />
        <Button
          look="plain"
          className="ui-no-print"
          onClick={() => download(`rules-${from}-${to}.csv`, rulesCsv(rules), 'text/csv')}
        >
          Rules as CSV
        </Button>
      </div>
      <Table
        label="Alerts by rule, the loudest first"
        columns={ruleColumns}
        rows={rules}
        rowKey={({ rule }) => rule}
        empty={<Empty>No alert came in this time under these filters.</Empty>}
      />
      {more === 0 ? null : <p className="ui-quiet">{more} quieter rules are not shown.</p>}
    </section>
  );
}

const ruleColumns: readonly Column<RuleNoise>[] = [
  {
    id: 'rule',
    header: 'Rule',
    rowHeader: true,
    cell: ({ rule, neverLed }) => (
      <>
        {rule} {neverLed ? <Pill>never led to anything</Pill> : null}
      </>
    ),
  },
  { id: 'alerts', header: 'Alerts', width: '6rem', align: 'end', cell: ({ alerts }) => countText(alerts) },
  {
    id: 'silenced',
    header: 'Silenced',
    width: '6rem',
    align: 'end',
    wideOnly: true,
    cell: ({ silenced }) => countText(silenced),
  },
  {
    id: 'incidents',
    header: 'Incidents',
    width: '6rem',
    align: 'end',
    cell: ({ rule, incidents }) => (
      <Behind name={`rule:${rule}`} n={incidents}>
        {incidents}
      </Behind>
    ),
  },
  {
    id: 'led',
    header: 'Real',
    width: '5rem',
    align: 'end',
    cell: ({ rule, led, incidents }) =>
      incidents === 0 ? (
        '–'
      ) : (
        <Behind name={`rule-led:${rule}`} n={led}>
          {led}
        </Behind>
      ),
  },
];

function Checks({ noise: { checks, from, to } }: { noise: Noise }) {
  return (
    <section aria-label="Checks" className="ui-stack">
      <div className="ui-row">
        <h2>
          What checks are worth <span className="ui-quiet">filtered by days only</span>
        </h2>
        <span className="screen-gap" />
        <Button
          look="plain"
          className="ui-no-print"
          onClick={() => download(`checks-${from}-${to}.csv`, checksCsv(checks), 'text/csv')}
        >
          Checks as CSV
        </Button>
      </div>
      <Table
        label="Checks, those that failed most first"
        columns={checkColumns}
        rows={checks}
        rowKey={({ check }) => check}
        empty={<Empty>No check failed, and no incident concerned one, in these days.</Empty>}
      />
    </section>
  );
}

const checkColumns: readonly Column<CheckWorth>[] = [
  {
    id: 'check',
    header: 'Check',
    rowHeader: true,
    cell: ({ check, title }) => (
      <Link to="/checks/$name" params={{ name: check }}>
        {title}
      </Link>
    ),
  },
  { id: 'episodes', header: 'Failed', width: '5rem', align: 'end', cell: ({ episodes }) => episodes },
  {
    id: 'precision',
    header: 'Right when it failed',
    width: '11rem',
    wideOnly: true,
    cell: ({ real, judged }) => shareText({ part: real, of: judged }),
  },
  {
    id: 'recall',
    header: 'Incidents it saw',
    width: '11rem',
    cell: ({ seen, concerned }) => shareText({ part: seen, of: concerned }),
  },
  {
    id: 'before',
    header: 'Before people',
    width: '11rem',
    wideOnly: true,
    cell: ({ beforePeople, concerned }) => shareText({ part: beforePeople, of: concerned }),
  },
];

function checksCsv(checks: readonly CheckWorth[]): string {
  return csvOf(
    ['check', 'failed', 'judged', 'real', 'concerned', 'seen', 'before_people'],
    checks.map(({ check, episodes, judged, real, concerned, seen, beforePeople }) => [
      ...[check, episodes, judged, real, concerned, seen, beforePeople],
    ]),
  );
}

function rulesCsv(rules: readonly RuleNoise[]): string {
  return csvOf(
    ['rule', 'alerts', 'silenced', 'incidents', 'real', 'never_led_to_anything'],
    rules.map(({ rule, alerts, silenced, incidents, led, neverLed }) => [
      ...[rule, alerts, silenced, incidents, led],
      neverLed ? 'yes' : 'no',
    ]),
  );
}
