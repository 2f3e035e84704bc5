import type { PageSummary, ScheduleOnCall } from '@fieldmarshal/contract/oncall/contract';
import { Link } from '@tanstack/react-router';
import { SeverityTag } from '../app/SeverityTag.tsx';
import { useNames } from '../catalog/object-api.ts';
import { sentenceOf } from '../incidents/incident-api.ts';
import { Empty } from '../ui/Empty.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { HealthGlyph } from '../ui/HealthGlyph.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';
import { useGaps, useOnCall, useRecentPages } from './oncall-api.ts';
import '../incidents/incidents.css';
import './oncall.css';

/** Who now, who next, where is a gap? */
export function OnCallScreen() {
  const onCall = useOnCall();
  return (
    <div className="screen ui-stack">
      <h1>On call</h1>
      {onCall.isPending ? <Loading what="who is on call" /> : null}
      {onCall.isError ? (
        <ErrorNote onRetry={() => void onCall.refetch()}>{sentenceOf(onCall.error)}</ErrorNote>
      ) : null}
      {onCall.data?.schedules.length === 0 ? (
        <Empty>No schedule yet. A file of kind Schedule makes one; without one nobody is on call.</Empty>
      ) : null}
      <div className="oncall-cards">
        {(onCall.data?.schedules ?? []).map((schedule) => (
          <ScheduleCard key={schedule.schedule} schedule={schedule} />
        ))}
      </div>
      <h2>Pages</h2>
      <RecentPages />
    </div>
  );
}

function ScheduleCard({ schedule }: { schedule: ScheduleOnCall }) {
  const gaps = useGaps(schedule.schedule);
  const nameOf = useNames('Person');
  return (
    <section className="ui-card ui-stack" aria-label={schedule.displayName}>
      <h2>
        <Link to="/catalog/$kind/$name" params={{ kind: 'Schedule', name: schedule.schedule }}>
          {schedule.displayName}
        </Link>
      </h2>
      {schedule.people.length === 0 ? (
        <p>
          <HealthGlyph health="failing" /> Nobody is on call
        </p>
      ) : null}
      <ul className="room-list">
        {schedule.people.map((person) => (
          <li key={person.person}>
            <b>{person.displayName}</b> {schedule.onFallback ? '(fallback)' : ''}{' '}
            <span className="ui-quiet">
              {person.reachability.state === 'unknown' ? 'not paged of late' : person.reachability.state}
              {person.reachability.detail === null ? '' : `: ${person.reachability.detail}`}
            </span>
          </li>
        ))}
      </ul>
      <p className="ui-quiet">
        {schedule.until === null ? (
          'No end within 60 days'
        ) : (
          <>
            Until <Time at={schedule.until} show="moment" />
          </>
        )}
        {schedule.next === null ? null : `, then ${schedule.next.people.map(nameOf).join(', ')}`}
      </p>
      {gaps.data === undefined ? null : (
        <GapText gaps={gaps.data.gaps} covered={gaps.data.coveredByFallback} />
      )}
    </section>
  );
}

function GapText({
  gaps,
  covered,
}: {
  gaps: readonly { from: string; to: string }[];
  covered: readonly { from: string }[];
}) {
  const first = gaps[0];
  if (first !== undefined) {
    return (
      <p>
        <HealthGlyph health="failing" /> {gaps.length} gaps in the next 28 days, the first from{' '}
        <Time at={first.from} show="moment" />
      </p>
    );
  }
  const rest = covered.length === 0 ? '' : `; ${covered.length} holes are covered by the fallback`;
  return <p className="ui-quiet">No gap in the next 28 days{rest}.</p>;
}

const columns: readonly Column<PageSummary>[] = [
  { id: 'at', header: 'When', width: '6rem', cell: (row) => <Time at={row.openedAt} focusable={false} /> },
  {
    id: 'severity',
    header: 'Severity',
    width: '5.5rem',
    wideOnly: true,
    cell: (row) => <SeverityTag severity={row.severity} />,
  },
  { id: 'who', header: 'Person', width: '11rem', cell: (row) => row.displayName },
  {
    id: 'what',
    header: 'About',
    rowHeader: true,
    cell: (row) => (
      <Link to="/incidents/$id" params={{ id: row.incidentId }}>
        {row.incidentId} {row.title}
      </Link>
    ),
  },
  { id: 'state', header: 'State', width: '8rem', cell: (row) => row.state },
  { id: 'why', header: 'How it ended', wideOnly: true, cell: (row) => row.endedWhy ?? '–' },
];

function RecentPages() {
  const pages = useRecentPages();
  if (pages.isError)
    return <ErrorNote onRetry={() => void pages.refetch()}>{sentenceOf(pages.error)}</ErrorNote>;
  if (!pages.isSuccess) return <Loading what="pages" />;
  return (
    <Table
      label="Pages, newest first"
      columns={columns}
      rows={pages.data.items}
      rowKey={(row) => row.id}
      empty={<Empty>Nobody has been paged yet.</Empty>}
    />
  );
}
