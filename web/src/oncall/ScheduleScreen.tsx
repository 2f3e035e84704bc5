import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTitle } from '../app/page-title.ts';
import { sentenceOf } from '../incidents/incident-api.ts';
import { Button } from '../ui/Button.tsx';
import { nowMs, viewerZone } from '../ui/clock.ts';
import { Empty } from '../ui/Empty.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { HealthGlyph } from '../ui/HealthGlyph.tsx';
import { Loading } from '../ui/Loading.tsx';
import { ImportCalendarDialog } from './calendar/ImportCalendarDialog.tsx';
import { daysFrom, spanText } from './days.ts';
import { LoadTable } from './LoadTable.tsx';
import { MyCalendar } from './MyShiftsScreen.tsx';
import { ParticipantsDialog } from './ParticipantsDialog.tsx';
import { useCoverage, useLanes, useOverrides, useScheduleAct } from './schedule-api.ts';
import { CoverDialog } from './cover/CoverDialog.tsx';
import { OverrideDialog } from './OverrideDialog.tsx';
import type { Picked } from './SpanFields.tsx';
import { TimelineGrid, type GridRow } from './TimelineGrid.tsx';
import './oncall-timeline.css';

type Open = (Picked & { dialog: 'override' | 'cover' }) | { dialog: 'participants' | 'calendar' } | null;

/** One schedule: its layers, its overrides, what comes of them, and where that leaves a hole. */
export function ScheduleScreen() {
  const { name = '' } = useParams({ strict: false });
  const zone = viewerZone();
  const [from] = useState(nowMs);
  const days = daysFrom(from, 14, zone);
  const lanes = useLanes(name, { from: days[0]?.from ?? 0, to: days.at(-1)?.to ?? 0 });
  const [open, setOpen] = useState<Open>(null);
  const title = lanes.data?.displayName ?? name;
  useTitle(title);
  const dialog = (which: 'override' | 'cover') => () => setOpen({ schedule: name, title, dialog: which });
  const data = lanes.data;
  return (
    <div className="screen ui-stack">
      <h1>{title}</h1>
      <div className="ui-row">
        <Button look="primary" onClick={dialog('override')}>
          Change who is on
        </Button>
        <Button onClick={dialog('cover')}>Find cover or swap</Button>
        <Button onClick={() => setOpen({ dialog: 'participants' })}>Change participants</Button>
        <Button onClick={() => setOpen({ dialog: 'calendar' })}>Import a calendar</Button>
        <Link to="/oncall/$name/edit" params={{ name }}>
          {data?.editable === false ? 'Rules (from a file)' : 'Edit its rules'}
        </Link>
      </div>
      {lanes.isPending ? <Loading what="the schedule" /> : null}
      {lanes.isError ? (
        <ErrorNote onRetry={() => void lanes.refetch()}>{sentenceOf(lanes.error)}</ErrorNote>
      ) : null}
      {data === undefined ? null : (
        <TimelineGrid
          label="Layers, overrides and who is on"
          days={days}
          zone={zone}
          rows={rowsOf(data, (shift) => setOpen({ ...shift, schedule: name, title, dialog: 'override' }))}
        />
      )}
      <div className="oncall-two">
        <Overrides schedule={name} />
        <Outlook schedule={name} />
      </div>
      <MyCalendar schedule={name} />
      {open?.dialog === 'override' ? <OverrideDialog picked={open} onClose={() => setOpen(null)} /> : null}
      {open?.dialog === 'cover' ? <CoverDialog picked={open} onClose={() => setOpen(null)} /> : null}
      {open?.dialog === 'calendar' ? (
        <ImportCalendarDialog schedule={name} title={title} onClose={() => setOpen(null)} />
      ) : null}
      {open?.dialog === 'participants' && data !== undefined ? (
        <ParticipantsDialog lanes={data} onClose={() => setOpen(null)} />
      ) : null}
    </div>
  );
}

type LanesData = NonNullable<ReturnType<typeof useLanes>['data']>;
type Pick = (shift: { start: string; end: string; people: readonly string[] }) => void;

function rowsOf(lanes: LanesData, onPick: Pick): GridRow[] {
  const everybody = Object.keys(lanes.people).sort();
  const shifts = (list: LanesData['final']) =>
    list.map((shift) => ({
      from: shift.from,
      to: shift.to,
      label: shift.people.map((person) => lanes.people[person] ?? person).join(', '),
      pattern: everybody.indexOf(shift.people[0] ?? ''),
      hole: lanes.holes.some((hole) => hole.from <= shift.from && shift.to <= hole.to),
    }));
  const layers = lanes.layers.map((layer, index) => ({
    id: `${index}`,
    name: `Layer ${layer.name}`,
    title: `${layer.name} (${layer.timeZone})`,
    shifts: shifts(layer.shifts).map((shift) => ({ ...shift, hole: false })),
  }));
  return [
    ...layers,
    {
      id: 'overrides',
      name: 'Overrides',
      title: 'Overrides',
      shifts: lanes.overrides.map(({ from, to, text }) => ({
        from,
        to,
        label: text,
        isSentence: true,
        pattern: 0,
      })),
    },
    {
      id: 'final',
      name: 'Who is on',
      title: <b>Who is on</b>,
      shifts: shifts(lanes.final),
      onPick: ({ from, to }) =>
        onPick({
          start: from,
          end: to,
          people: lanes.final.find((shift) => shift.from === from)?.people ?? [],
        }),
    },
  ];
}

const kindWords = { take: 'alone', add: 'as well', remove: 'not on', replace: 'instead of' } as const;

function Overrides({ schedule }: { schedule: string }) {
  const overrides = useOverrides(schedule);
  const act = useScheduleAct();
  const items = overrides.data?.items ?? [];
  return (
    <section className="ui-stack" aria-label="Overrides">
      <h2>Overrides</h2>
      {overrides.isSuccess && items.length === 0 ? <Empty>No override now or later.</Empty> : null}
      <ul className="oncall-list">
        {items.map((item) => (
          <li key={item.id ?? `${item.start}${item.user}${item.kind}`}>
            <span>
              <b>{item.userName}</b> {kindWords[item.kind]} {item.replacesName}{' '}
              {spanText(item.start, item.end, viewerZone())}{' '}
              <span className="ui-quiet">
                {item.why === '' ? '' : `“${item.why}”, `}
                {item.madeBy}
                {item.withdrawnBy === null ? '' : ` · ended by ${item.withdrawnBy}`}
                {item.void === null ? '' : ` · does not count: ${item.void}`}
              </span>
            </span>
            {item.mayWithdraw && item.id !== null ? (
              <Button
                onClick={() => act.mutate({ path: `overrides/${item.id}/withdraw`, done: 'Withdrawn' })}
              >
                Withdraw
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

const holesMax = 10;

/** The next 52 weeks in words: holes first, then how the load is spread. */
function Outlook({ schedule }: { schedule: string }) {
  const coverage = useCoverage(schedule);
  const data = coverage.data;
  if (data === undefined)
    return coverage.isError ? (
      <ErrorNote>{sentenceOf(coverage.error)}</ErrorNote>
    ) : (
      <Loading what="the next 52 weeks" />
    );
  return (
    <section className="ui-stack" aria-label="The next 52 weeks">
      <h2>The next 52 weeks {data.score === null ? '' : `· ${data.score} of 100`}</h2>
      <ul className="oncall-list">
        {data.parts.map((part) => (
          <li key={part.name}>
            <span>
              <b>
                {part.name} {part.score}
              </b>{' '}
              {part.sentence}
            </span>
          </li>
        ))}
        {data.warnings.map((warning) => (
          <li key={warning}>
            <HealthGlyph health="failing" /> {warning}
          </li>
        ))}
        {data.holes.slice(0, holesMax).map((hole) => (
          <li key={hole.from}>
            <HealthGlyph health={hole.fallback ? 'degraded' : 'failing'} />
            <span>
              {spanText(hole.from, hole.to, viewerZone())}{' '}
              <span className="ui-quiet">{hole.fallback ? 'only the fallback is on' : 'nobody is on'}</span>
            </span>
          </li>
        ))}
      </ul>
      {data.holes.length > holesMax ? (
        <p className="ui-quiet">and {data.holes.length - holesMax} more holes</p>
      ) : null}
      <p className="ui-quiet">
        {data.overlaps.length} overlaps, {data.understaffed.length} times fewer people than wanted.{' '}
        {data.owners.length === 0
          ? 'Nobody is told of holes: give the schedule an owner.'
          : `Told of holes 30, 7 and 1 days before: ${data.owners.join(', ')}.`}
      </p>
      <LoadTable people={data.people} />
    </section>
  );
}
