import { useEffect, useRef, useState } from 'react';
import { useClock } from '../ui/clock.ts';
import { shortName } from '../ui/PersonName.tsx';
import { hoursText, spanText, type Day } from './days.ts';

export interface GridShift {
  from: string;
  to: string;
  /** Names for people's eyes, shortened where they are shown; empty = nobody. */
  label: string;
  /** Says more than names, e.g. `Bo Diddley for Ada Lovelace`, and is shown as it stands. */
  isSentence?: boolean;
  /** Which of the patterns, so that two people side by side can be told apart without colour. */
  pattern: number;
  hole?: boolean;
}

export interface GridRow {
  id: string;
  title: React.ReactNode;
  /** For ears. */
  name: string;
  shifts: readonly GridShift[];
  onPick?: ((shift: GridShift) => void) | undefined;
}

interface GridProps {
  label: string;
  days: readonly Day[];
  zone: string;
  rows: readonly GridRow[];
}

/** WCAG 2.5.8: what is narrower cannot be hit. Such a shift is shown, and changed by the button above. */
const targetPx = 24;

/** Rows of shifts under days, drawn at real instants: where clocks change a day is narrower or wider, and says so. */
export function TimelineGrid({ label, days, zone, rows }: GridProps) {
  const from = days[0]?.from ?? 0;
  const to = days.at(-1)?.to ?? 1;
  const ratio = (at: number) => (Math.min(Math.max(at, from), to) - from) / (to - from);
  const share = (at: number) => `${ratio(at) * 100}%`;
  const [laneRef, laneWidth] = useWidth();
  const isHit = (shift: GridShift) =>
    laneWidth === null ||
    (ratio(Date.parse(shift.to)) - ratio(Date.parse(shift.from))) * laneWidth >= targetPx;
  const now = useClock((at) => Math.floor(at / 60_000) * 60_000);
  return (
    <div className="oncall-grid" role="region" aria-label={label} tabIndex={0}>
      <div className="oncall-days" aria-hidden ref={laneRef}>
        {days.map((day) => (
          <span
            key={day.from}
            className={day.length === null ? 'oncall-day' : 'oncall-day oncall-day-odd'}
            style={{ left: share(day.from), width: `${((day.to - day.from) / (to - from)) * 100}%` }}
          >
            {day.label} {day.length === null ? null : <b>{day.length}</b>}
          </span>
        ))}
      </div>
      {rows.map((row) => (
        <div key={row.id} className="oncall-row">
          <span className="oncall-row-title">{row.title}</span>
          <ul className="oncall-lane" aria-label={row.name}>
            {row.shifts.map((shift) => (
              <li
                key={`${shift.from} ${shift.label}`}
                style={{
                  left: share(Date.parse(shift.from)),
                  right: `calc(100% - ${share(Date.parse(shift.to))})`,
                }}
              >
                <Bar shift={shift} zone={zone} onPick={isHit(shift) ? row.onPick : undefined} />
              </li>
            ))}
          </ul>
          {now > from && now < to ? <LaneNow at={share(now)} /> : null}
        </div>
      ))}
    </div>
  );
}

/** How wide an element is drawn, in CSS pixels; null until it is. */
function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState<number | null>(null);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width] as const;
}

function LaneNow({ at }: { at: string }) {
  return (
    <span className="oncall-now-track" aria-hidden>
      <span className="oncall-now" style={{ left: at }} />
    </span>
  );
}

interface BarProps {
  shift: GridShift;
  zone: string;
  onPick: GridRow['onPick'];
}

function Bar({ shift, zone, onPick }: BarProps) {
  const who = shift.label === '' ? 'Nobody' : shift.label;
  const words = `${who}, ${spanText(shift.from, shift.to, zone)}, ${hoursText(shift.from, shift.to)}`;
  const names = shift.label === '' ? [] : shift.label.split(', ');
  const shown = shift.isSentence === true ? shift.label : names.map((name) => shortName(name)).join(', ');
  const look =
    shift.hole || shift.label === ''
      ? 'oncall-bar oncall-hole'
      : `oncall-bar oncall-pattern-${shift.pattern % 4}`;
  // The name begins with what is seen, so that it can be spoken; the whole of it follows for ears.
  const content = (
    <>
      {shown}
      <span className="ui-hidden"> {words}</span>
    </>
  );
  if (onPick === undefined)
    return (
      <span className={look} data-tip={words}>
        {content}
      </span>
    );
  return (
    <button type="button" className={look} data-tip={words} onClick={() => onPick(shift)}>
      {content}
    </button>
  );
}
