import type { Timeline } from '@fieldmarshal/contract/oncall/timeline';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { nowMs, viewerZone } from '../ui/clock.ts';
import { Empty } from '../ui/Empty.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { HealthGlyph } from '../ui/HealthGlyph.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Select } from '../ui/Select.tsx';
import { sentenceOf } from '../incidents/incident-api.ts';
import { dayStart, daysFrom, spanText } from './days.ts';
import { useTimeline } from './schedule-api.ts';
import { CoverDialog } from './cover/CoverDialog.tsx';
import { OverrideDialog } from './OverrideDialog.tsx';
import type { Picked } from './SpanFields.tsx';
import { TimelineGrid, type GridRow, type GridShift } from './TimelineGrid.tsx';

const lengths = [
  { value: '7', label: 'Week' },
  { value: '14', label: 'Two weeks' },
  { value: '30', label: 'Month' },
];

/** All schedules at real instants, on the clock of whoever looks or of any hub. */
export function OnCallTimeline() {
  const [view, setView] = useState({ count: '7', zone: viewerZone(), from: nowMs() });
  const days = daysFrom(view.from, Number(view.count), view.zone);
  const stretch = { from: days[0]?.from ?? 0, to: days.at(-1)?.to ?? 0 };
  const timeline = useTimeline(stretch);
  const hubs = timeline.data?.hubs ?? [];
  const zones = [viewerZone(), 'UTC', ...hubs.map((hub) => hub.timeZone)];
  const move = (sign: number) =>
    setView({
      ...view,
      from: dayStart(view.from + sign * (stretch.to - stretch.from) + 3_600_000, view.zone),
    });
  return (
    <section className="ui-stack" aria-label="Schedules">
      <div className="ui-row oncall-choice">
        <Select
          label="Show"
          options={lengths}
          value={view.count}
          onChange={(count) => setView({ ...view, count })}
        />
        <Select
          label="View as"
          options={[...new Set(zones)].map((zone) => ({
            value: zone,
            label: zone === viewerZone() ? `My zone (${zone})` : zone,
          }))}
          value={view.zone}
          onChange={(zone) => setView({ ...view, zone })}
        />
        <Button onClick={() => move(-1)}>Earlier</Button>
        <Button onClick={() => setView({ ...view, from: nowMs() })}>Today</Button>
        <Button onClick={() => move(1)}>Later</Button>
      </div>
      {timeline.isError ? (
        <ErrorNote onRetry={() => void timeline.refetch()}>{sentenceOf(timeline.error)}</ErrorNote>
      ) : null}
      {timeline.data === undefined ? (
        <Loading what="schedules" />
      ) : (
        <Body timeline={timeline.data} days={days} zone={view.zone} />
      )}
    </section>
  );
}

interface BodyProps {
  timeline: Timeline;
  days: ReturnType<typeof daysFrom>;
  zone: string;
}

function Body({ timeline, days, zone }: BodyProps) {
  const [picked, setPicked] = useState<(Picked & { dialog: 'override' | 'cover' }) | null>(null);
  if (timeline.schedules.length === 0)
    return (
      <Empty>
        No schedule yet. Plan one round the sun below, or apply a file of kind Schedule; without one nobody is
        on call.
      </Empty>
    );
  const pick = (schedule: Timeline['schedules'][number]) => (shift: GridShift) => {
    const people = schedule.shifts.find((each) => each.from === shift.from)?.people ?? [];
    const { from: start, to: end } = shift;
    setPicked({
      schedule: schedule.schedule,
      title: schedule.displayName,
      start,
      end,
      people,
      dialog: 'override',
    });
  };
  return (
    <>
      <div className="oncall-wide">
        <TimelineGrid
          label="Shifts of all schedules"
          days={days}
          zone={zone}
          rows={timeline.schedules.map((schedule) => rowOf(timeline, schedule, pick(schedule)))}
        />
        <p className="ui-quiet ui-small">
          Choose a shift to change who is on. Shading only tells neighbours apart; hatched: nobody of the rota
          is on.
        </p>
      </div>
      <ShiftList timeline={timeline} zone={zone} />
      <HoleList timeline={timeline} zone={zone} onPick={setPicked} />
      {picked?.dialog === 'override' ? (
        <OverrideDialog picked={picked} onClose={() => setPicked(null)} />
      ) : null}
      {picked?.dialog === 'cover' ? <CoverDialog picked={picked} onClose={() => setPicked(null)} /> : null}
    </>
  );
}

function rowOf(
  timeline: Timeline,
  schedule: Timeline['schedules'][number],
  onPick: (shift: GridShift) => void,
): GridRow {
  const names = [...new Set(schedule.shifts.flatMap((shift) => shift.people))].sort();
  return {
    id: schedule.schedule,
    name: schedule.displayName,
    title: (
      <Link to="/oncall/$name" params={{ name: schedule.schedule }}>
        {schedule.displayName}
      </Link>
    ),
    shifts: schedule.shifts.map((shift) => ({
      from: shift.from,
      to: shift.to,
      label: namesOf(timeline, shift.people),
      pattern: names.indexOf(shift.people[0] ?? ''),
      hole: schedule.holes.some((hole) => hole.from <= shift.from && shift.to <= hole.to),
    })),
    onPick,
  };
}

function namesOf(timeline: Timeline, people: readonly string[]): string {
  return people.map((person) => timeline.people[person]?.displayName ?? person).join(', ');
}

/** The same on a phone: who is on and who comes, as a list. */
function ShiftList({ timeline, zone }: { timeline: Timeline; zone: string }) {
  const now = nowMs();
  return (
    <ul className="oncall-list oncall-narrow">
      {timeline.schedules.map((schedule) => {
        const coming = schedule.shifts.filter((shift) => Date.parse(shift.to) > now).slice(0, 2);
        return (
          <li key={schedule.schedule} className="ui-card ui-stack">
            <Link to="/oncall/$name" params={{ name: schedule.schedule }}>
              {schedule.displayName}
            </Link>
            {coming.map((shift, index) => (
              <span key={shift.from}>
                {index === 0 ? 'Now' : 'Next'}: <b>{namesOf(timeline, shift.people) || 'nobody'}</b>
                <br />
                <span className="ui-quiet">{spanText(shift.from, shift.to, zone)}</span>
              </span>
            ))}
          </li>
        );
      })}
    </ul>
  );
}

interface HolesProps {
  timeline: Timeline;
  zone: string;
  onPick: (picked: Picked & { dialog: 'override' | 'cover' }) => void;
}

const shownMax = 12;

function HoleList({ timeline, zone, onPick }: HolesProps) {
  const holes = timeline.schedules.flatMap((schedule) => schedule.holes.map((hole) => ({ hole, schedule })));
  return (
    <section aria-label="Holes" className="ui-stack">
      <h2>Holes</h2>
      {holes.length === 0 ? (
        <Empty>No hole in {timeline.schedules.length} schedules in this stretch.</Empty>
      ) : (
        <ul className="oncall-list">
          {holes.slice(0, shownMax).map(({ hole, schedule }) => (
            <li key={`${schedule.schedule}${hole.from}`}>
              <HealthGlyph health={schedule.hasFallback ? 'degraded' : 'failing'} />
              <span>
                <b>{schedule.displayName}</b>: {spanText(hole.from, hole.to, zone)}{' '}
                <span className="ui-quiet">
                  {schedule.hasFallback ? 'only the fallback is on' : 'nobody is on'}
                </span>
              </span>
              <Button
                onClick={() =>
                  onPick({
                    schedule: schedule.schedule,
                    title: schedule.displayName,
                    start: hole.from,
                    end: hole.to,
                    dialog: 'override',
                  })
                }
              >
                Put somebody on
              </Button>
            </li>
          ))}
        </ul>
      )}
      {holes.length > shownMax ? <p className="ui-quiet">and {holes.length - shownMax} more</p> : null}
    </section>
  );
}
