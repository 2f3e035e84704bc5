import type { Load, PersonLoad } from '@fieldmarshal/contract/insights';
import { FailureNote } from '../app/FailureNote.tsx';
import { Button } from '../ui/Button.tsx';
import { download } from '../ui/download.ts';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { csvOf } from '../ui/csv.ts';
import { Behind, Figure } from './Figure.tsx';
import { HubHours, hoursOfDay } from './HubHours.tsx';
import { useInsights, type InsightsSearch } from './insights-api.ts';
import { fewText, msText, shareText } from './insight-words.ts';

/** Whom it wakes and how often, and how watches are handed over. */
export function LoadView({ search }: { search: InsightsSearch }) {
  const found = useInsights('/load', search);
  if (found.isPending) return <Loading what="the load" />;
  if (found.data === undefined) return <FailureNote error={found.error} />;
  const { from, to, pages, people, hubs, handovers } = found.data;
  return (
    <>
      <p className="ui-quiet" role="status">
        {pages} {pages === 1 ? 'page' : 'pages'} to {people.length}{' '}
        {people.length === 1 ? 'person' : 'people'} about incidents declared {from} to {to} (UTC). Hours and
        nights are of the clock of who was paged.
      </p>
      <section aria-label="Hours" className="ui-stack">
        <div className="ui-row">
          <h2>When pages came</h2>
          <span className="screen-gap" />
          <Button
            look="plain"
            className="ui-no-print"
            onClick={() => download(`hubs-${from}-${to}.csv`, hubsCsv(hubs), 'text/csv')}
          >
            Hubs as CSV
          </Button>
        </div>
        <HubHours hubs={hubs} />
      </section>
      <section aria-label="People" className="ui-stack">
        <div className="ui-row">
          <h2>Who was paged</h2>
          <span className="screen-gap" />
          <Button
            look="plain"
            className="ui-no-print"
            onClick={() => download(`load-${from}-${to}.csv`, loadCsv(people), 'text/csv')}
          >
            People as CSV
          </Button>
        </div>
        <Table
          label="Load by person, most pages first"
          columns={columns}
          rows={people}
          rowKey={({ person }) => person}
          empty={<Empty>Nobody was paged about incidents of this time under these filters.</Empty>}
        />
        <p className="ui-quiet ui-small">
          Night is 22 to 7, out of hours is a weekend or before 8 or after 18. Pages within a quarter of an
          hour are one interruption. Least rest is the longest time without a page in the worst night.
        </p>
      </section>
      <Handovers handovers={handovers} />
    </>
  );
}

const columns: readonly Column<PersonLoad>[] = [
  {
    id: 'person',
    header: 'Person',
    rowHeader: true,
    cell: ({ title, hub }) => (
      <>
        {title} <span className="ui-quiet">{hub ?? 'no hub'}</span>
      </>
    ),
  },
  {
    id: 'pages',
    header: 'Pages',
    width: '5rem',
    align: 'end',
    cell: ({ person, pages }) => (
      <Behind name={`person:${person}`} n={pages}>
        {pages}
      </Behind>
    ),
  },
  {
    id: 'inter',
    header: 'Interruptions',
    width: '7.5rem',
    align: 'end',
    wideOnly: true,
    cell: ({ interruptions: n }) => n,
  },
  {
    id: 'night',
    header: 'At night',
    width: '5.5rem',
    align: 'end',
    cell: ({ person, nightPages }) => (
      <Behind name={`person:${person}:night`} n={nightPages}>
        {nightPages}
      </Behind>
    ),
  },
  {
    id: 'nights',
    header: 'Nights',
    width: '5rem',
    align: 'end',
    wideOnly: true,
    cell: ({ nights }) => nights,
  },
  {
    id: 'row',
    header: 'In a row',
    width: '5.5rem',
    align: 'end',
    wideOnly: true,
    cell: ({ nightsInARow }) => nightsInARow,
  },
  {
    id: 'rest',
    header: 'Least rest',
    width: '6.5rem',
    align: 'end',
    wideOnly: true,
    cell: ({ leastRestMinutes: least }) => (least === null ? '–' : msText(least * 60_000)),
  },
  {
    id: 'out',
    header: 'Out of hours',
    width: '7rem',
    align: 'end',
    wideOnly: true,
    cell: ({ person, outOfHours }) => (
      <Behind name={`person:${person}:out`} n={outOfHours}>
        {outOfHours}
      </Behind>
    ),
  },
  {
    id: 'ack',
    header: 'Answered: median, 90 %',
    width: '15rem',
    wideOnly: true,
    cell: ({ answered, pages, ackP50, ackP90 }) => (
      <>
        {msText(ackP50)}, {msText(ackP90)}{' '}
        <span className="ui-quiet">
          {answered} of {pages}
          {fewText(answered)}
        </span>
      </>
    ),
  },
];

function Handovers({ handovers }: Pick<Load, 'handovers'>) {
  const { n, accepted, late, escalated, withoutNote, acceptP50, acceptP90 } = handovers;
  return (
    <section aria-label="Handovers" className="ui-stack">
      <h2>
        Handovers <span className="ui-quiet">of every hub in these days</span>
      </h2>
      {n === 0 ? (
        <Empty>
          No watch was handed over in these days. Handovers older than they are kept are not counted.
        </Empty>
      ) : (
        <dl className="insights-figures">
          <Figure
            title="Accepted"
            value={shareText({ part: accepted, of: n })}
            note={`${escalated} escalated`}
          />
          <Figure
            title="Late"
            value={shareText({ part: late, of: n })}
            note="not accepted within their limit"
          />
          <Figure
            title="Without a word"
            value={shareText({ part: withoutNote, of: n })}
            note="no note for who came"
          />
          <Figure
            title="Accepted after the change of watch"
            value={`median ${msText(acceptP50)}`}
            note={`90 % ${msText(acceptP90)}, of ${accepted}${fewText(accepted)}; below zero is before it`}
          />
        </dl>
      )}
    </section>
  );
}

function hubsCsv(hubs: Load['hubs']): string {
  return csvOf(
    ['hub', 'people', 'pages', 'interruptions', 'night_pages', ...hoursOfDay.map((hour) => `hour_${hour}`)],
    hubs.map(({ hub, people, pages, interruptions, nightPages, hours }) => [
      ...[hub, people, pages, interruptions, nightPages],
      ...hours,
    ]),
  );
}

function loadCsv(people: readonly PersonLoad[]): string {
  return csvOf(
    [
      'person',
      'hub',
      'pages',
      'interruptions',
      'night_pages',
      'nights',
      'nights_in_a_row',
      'least_rest_minutes',
      'out_of_hours',
      'answered',
      'ack_p50_ms',
      'ack_p90_ms',
    ],
    people.map((one) => [
      ...[one.person, one.hub, one.pages, one.interruptions, one.nightPages, one.nights, one.nightsInARow],
      ...[one.leastRestMinutes, one.outOfHours, one.answered, one.ackP50, one.ackP90],
    ]),
  );
}
