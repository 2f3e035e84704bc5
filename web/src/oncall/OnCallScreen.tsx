import type { PageSummary, ScheduleOnCall } from '@fieldmarshal/contract/oncall/contract';
import { Link } from '@tanstack/react-router';
import { SeverityTag } from '../app/SeverityTag.tsx';
import { Together } from '../app/screen/Together.tsx';
import { displayName, useObjects } from '../catalog/object-api.ts';
import { sentenceOf } from '../incidents/incident-api.ts';
import { nowMs } from '../ui/clock.ts';
import { Empty } from '../ui/Empty.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { Time, WallClock } from '../ui/Time.tsx';
import { CoverList } from './cover/CoverList.tsx';
import { OnCallTimeline } from './OnCallTimeline.tsx';
import { CoverageLine } from './standing/CoverageLine.tsx';
import { HandoverLine } from './standing/HandoverLine.tsx';
import { NoHub } from './standing/NoHub.tsx';
import { Unreachable } from './standing/Unreachable.tsx';
import { ShadowList } from './shadows/ShadowList.tsx';
import { useShadows } from './shadows/shadow-api.ts';
import { useOnCall, useRecentPages } from './oncall-api.ts';
import '../incidents/incidents.css';
import './oncall-timeline.css';

/** Who now, who next, where is a gap? */
export function OnCallScreen() {
  const onCall = useOnCall();
  return (
    <Together className="screen ui-stack">
      <div className="ui-row">
        <h1>On call</h1>
        <Link to="/me/shifts">My shifts</Link>
        <Link to="/new/schedule">New schedule</Link>
        <Link to="/new/schedule" search={{ from: 'hubs' }}>
          Plan round the sun
        </Link>
      </div>
      {onCall.isPending ? <Loading what="who is on call" /> : null}
      {onCall.isError ? (
        <ErrorNote onRetry={() => void onCall.refetch()}>{sentenceOf(onCall.error)}</ErrorNote>
      ) : null}
      {onCall.data === undefined ? null : <HubCards schedules={onCall.data.schedules} />}
      <div className="oncall-two">
        <CoverageLine />
        {onCall.data === undefined ? null : <HandoverLine schedules={onCall.data.schedules} />}
      </div>
      <OnCallTimeline />
      {onCall.data === undefined ? null : <Unreachable schedules={onCall.data.schedules} />}
      <ShadowList />
      <h2>Cover and swaps wanted</h2>
      <CoverList />
      <div className="ui-row">
        <h2>Escalation policies</h2>
        <Link to="/new/escalation-policy">New escalation policy</Link>
      </div>
      <Policies />
      <h2>Pages</h2>
      <RecentPages />
    </Together>
  );
}

/** The hubs in order of the sun, each with who of it is on call now and until when. */
function HubCards({ schedules }: { schedules: readonly ScheduleOnCall[] }) {
  const hubs = useObjects('Hub');
  const people = useObjects('Person');
  const shadows = useShadows();
  const shadowsOf = (person: string) =>
    (shadows.data?.items ?? []).filter(({ beside }) => beside.some((each) => each.person === person));
  const hubOf = new Map(people.data?.map(({ name, spec }) => [name, spec['hub']]));
  const sorted = inOrderOfTheSun(hubs.data ?? []);
  return (
    <div className="oncall-hubs">
      {hubs.isSuccess && people.isSuccess ? (
        <NoHub
          schedules={schedules}
          isOfHub={(person) => sorted.some(({ name }) => name === hubOf.get(person))}
        />
      ) : null}
      {sorted.map((hub) => (
        <section key={hub.name} className="ui-card ui-stack" aria-label={hub.title}>
          <h2>
            {hub.title} <WallClock zone={hub.zone} />
          </h2>
          <ul className="oncall-list">
            {schedules.flatMap((schedule) =>
              schedule.people
                .filter(({ person }) => hubOf.get(person) === hub.name)
                .map((person) => (
                  <li key={schedule.schedule + person.person}>
                    <span>
                      <b>{person.displayName}</b>{' '}
                      <span className="ui-quiet">
                        {schedule.displayName}
                        {schedule.until === null ? null : (
                          <>
                            , until {timeIn(schedule.until, hub.zone)} (
                            <Time at={schedule.until} show="countdown" />)
                          </>
                        )}
                        {schedule.onFallback ? ' (fallback)' : ''}
                        {shadowsOf(person.person).map(({ name, traineeName }) => (
                          <span key={name}>, shadow {traineeName}</span>
                        ))}
                      </span>
                    </span>
                  </li>
                )),
            )}
            {schedules.flatMap((schedule) =>
              schedule.beside
                .filter(({ person }) => hubOf.get(person) === hub.name)
                .map((each) => (
                  <li key={`${schedule.schedule} ${each.person} beside`}>
                    <span>
                      {each.displayName} <span className="ui-quiet">paged, too: {each.why}</span>
                    </span>
                  </li>
                )),
            )}
          </ul>
          {schedules.some(({ people: on }) =>
            on.some(({ person }) => hubOf.get(person) === hub.name),
          ) ? null : (
            <p className="ui-quiet">Nobody of this hub is on call now.</p>
          )}
        </section>
      ))}
    </div>
  );
}

/** Hubs by their wall clock, the latest first. */
function inOrderOfTheSun(hubs: NonNullable<ReturnType<typeof useObjects>['data']>) {
  return hubs
    .map(({ name, spec }) => ({
      name,
      title: spec.displayName ?? name,
      zone: typeof spec['timeZone'] === 'string' ? spec['timeZone'] : 'UTC',
    }))
    .toSorted((a, b) => wallOf(b.zone).localeCompare(wallOf(a.zone)));
}

/** Each leads to who would be paged by it. */
function Policies() {
  const policies = useObjects('EscalationPolicy');
  if (policies.isError) return <ErrorNote>{sentenceOf(policies.error)}</ErrorNote>;
  if (!policies.isSuccess) return <Loading what="escalation policies" />;
  if (policies.data.length === 0) return <Empty>There is none yet: nobody is paged.</Empty>;
  return (
    <ul className="ui-row oncall-links">
      {policies.data.map((policy) => (
        <li key={policy.name}>
          <Link to="/escalation/$name" params={{ name: policy.name }}>
            {displayName(policy)}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** The wall clock of a zone as text that sorts. */
function wallOf(zone: string): string {
  const options = { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' } as const;
  return new Intl.DateTimeFormat('sv-SE', options).format(nowMs());
}

function timeIn(instant: string, zone: string): string {
  const options = { timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat('en-GB', options).format(Date.parse(instant));
}

const columns: readonly Column<PageSummary>[] = [
  {
    id: 'at',
    header: 'When',
    width: '6rem',
    cell: (row) => (
      <Link to="/pages/$id" params={{ id: row.id }}>
        <Time at={row.openedAt} focusable={false} />
      </Link>
    ),
  },
  {
    id: 'severity',
    header: 'Severity',
    width: '5.5rem',
    wideOnly: true,
    cell: (row) => <SeverityTag severity={row.severity} />,
  },
  {
    id: 'who',
    header: 'Person',
    width: '11rem',
    cell: (row) => (row.shadow === null ? row.displayName : `${row.displayName} (shadow)`),
  },
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
