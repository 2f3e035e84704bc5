import type { MyShifts } from '@fieldmarshal/contract/oncall/timeline';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTitle } from '../app/page-title.ts';
import { sentenceOf } from '../incidents/incident-api.ts';
import { Button } from '../ui/Button.tsx';
import { viewerZone } from '../ui/clock.ts';
import { CopyButton } from '../ui/CodeBlock.tsx';
import { Empty } from '../ui/Empty.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Time } from '../ui/Time.tsx';
import { CoverList } from './cover/CoverList.tsx';
import { hoursText, spanText } from './days.ts';
import { useFeeds, useMyShifts, useScheduleAct } from './schedule-api.ts';
import { CoverDialog } from './cover/CoverDialog.tsx';
import type { Picked } from './SpanFields.tsx';
import './oncall-timeline.css';

type Shift = MyShifts['next'][number];

/** Am I on, when next, and who takes it when I cannot? */
export function MyShiftsScreen() {
  useTitle('My shifts');
  const mine = useMyShifts();
  return (
    <div className="screen ui-stack">
      <h1>My shifts</h1>
      {mine.isPending ? <Loading what="your shifts" /> : null}
      {mine.isError ? (
        <ErrorNote onRetry={() => void mine.refetch()}>{sentenceOf(mine.error)}</ErrorNote>
      ) : null}
      {mine.data === undefined ? null : <Shifts mine={mine.data} />}
      <h2>Cover and swaps wanted</h2>
      <CoverList />
      {mine.data === undefined ? null : <MyCalendar person={mine.data.person} />}
    </div>
  );
}

const shownMax = 20;

function Shifts({ mine }: { mine: MyShifts }) {
  const [picked, setPicked] = useState<Picked | null>(null);
  const pick = (shift: Shift) =>
    setPicked({ schedule: shift.schedule, title: shift.displayName, start: shift.from, end: shift.to });
  return (
    <>
      <section className="ui-card ui-stack" aria-label="Now">
        <h2>Now</h2>
        {mine.now.length === 0 ? <Empty>You are not on call.</Empty> : null}
        <ShiftLines shifts={mine.now} onCover={pick} />
      </section>
      <section className="ui-stack" aria-label="Next">
        <h2>Next</h2>
        {mine.next.length === 0 ? <Empty>No shift of yours in the next 92 days.</Empty> : null}
        <ShiftLines shifts={mine.next.slice(0, shownMax)} onCover={pick} />
        {mine.next.length > shownMax ? (
          <p className="ui-quiet">and {mine.next.length - shownMax} more in 92 days</p>
        ) : null}
      </section>
      {picked === null ? null : <CoverDialog picked={picked} onClose={() => setPicked(null)} />}
    </>
  );
}

function ShiftLines({ shifts, onCover }: { shifts: readonly Shift[]; onCover: (shift: Shift) => void }) {
  return (
    <ul className="oncall-list">
      {shifts.map((shift) => (
        <li key={`${shift.schedule}${shift.from}`}>
          <span>
            <Link to="/oncall/$name" params={{ name: shift.schedule }}>
              {shift.displayName}
            </Link>{' '}
            {spanText(shift.from, shift.to, viewerZone())}{' '}
            <span className="ui-quiet">{hoursText(shift.from, shift.to)}</span>
          </span>
          <Button onClick={() => onCover(shift)}>Find cover or swap</Button>
        </li>
      ))}
    </ul>
  );
}

interface Made {
  url: string;
}

/** The secret address of the own calendar: shown once, replaced or taken away at any time. */
export function MyCalendar({ person, schedule }: { person?: string; schedule?: string }) {
  const feeds = useFeeds();
  const make = useScheduleAct<Made>();
  const act = useScheduleAct();
  const name = schedule ?? person;
  const feed = feeds.data?.items.find(
    (each) => each.name === name && each.kind === (schedule === undefined ? 'person' : 'schedule'),
  );
  const body = schedule === undefined ? { person } : { schedule };
  return (
    <section className="ui-card ui-stack" aria-label="Calendar">
      <h2>Calendar</h2>
      <p>
        {feed === undefined ? (
          'No address yet. Any calendar program can subscribe to it.'
        ) : (
          <>
            An address was made by {feed.madeBy} <Time at={feed.madeAt} />, last read{' '}
            <Time at={feed.readAt} />.
          </>
        )}
      </p>
      {make.data === undefined ? null : (
        <p className="ui-row" role="status">
          <code className="ui-mono oncall-url">{make.data.url}</code>
          <CopyButton text={make.data.url} label="Copy the address" />
          <span className="ui-quiet">Whoever has it reads this calendar. It is not shown again.</span>
        </p>
      )}
      <div className="ui-row">
        <Button
          busy={make.isPending}
          onClick={() => make.mutate({ path: 'feeds', body, done: 'Address made' })}
        >
          {feed === undefined ? 'Make an address' : 'Change the address'}
        </Button>
        {feed === undefined ? null : (
          <Button
            look="ending"
            onClick={() =>
              act.mutate({ method: 'DELETE', path: `feeds/${feed.id}`, done: 'The address no longer works' })
            }
          >
            Take it away
          </Button>
        )}
      </div>
    </section>
  );
}
