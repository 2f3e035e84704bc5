import { nowMs, useClock, viewerZone } from './clock.ts';
import {
  absoluteText,
  ageText,
  agoText,
  countdownText,
  durationText,
  momentText,
  sinceStartText,
  zonedText,
} from './time-text.ts';
import './Time.css';

export interface TimeProps {
  /** RFC 3339 instant; `null` shows a dash. */
  at: string | null | undefined;
  /**
   * `age` live age, `ago` the same as part of a sentence, `clock` wall time with seconds, `full` date and time, `moment` weekday, day and minute for what is
   * planned, `since` time since `from`, `countdown` time left until `at`.
   */
  show?: 'age' | 'ago' | 'clock' | 'full' | 'moment' | 'since' | 'countdown';
  /** For `since`. */
  from?: string;
  /** IANA zone; the viewer's by default. */
  zone?: string;
  /** `false` inside rows and links that take the focus themselves. */
  focusable?: boolean;
}

/** A time that says more on hover, focus or tap: date, time, offset name and UTC. */
export function Time({ at, show = 'age', from, zone = viewerZone(), focusable = true }: TimeProps) {
  const atMs = at === null || at === undefined ? Number.NaN : Date.parse(at);
  const fromMs = from === undefined ? atMs : Date.parse(from);
  const text = useClock((now) => (Number.isNaN(atMs) ? '–' : timeText({ atMs, fromMs, now, zone, show })));
  if (Number.isNaN(atMs)) return <span className="ui-quiet">–</span>;
  return (
    <time
      className="ui-time"
      dateTime={new Date(atMs).toISOString()}
      data-tip={absoluteText(atMs, zone)}
      tabIndex={focusable ? 0 : undefined}
    >
      {text}
    </time>
  );
}

interface Moment {
  atMs: number;
  fromMs: number;
  now: number;
  zone: string;
  show: NonNullable<TimeProps['show']>;
}

function timeText({ atMs, fromMs, now, zone, show }: Moment): string {
  if (show === 'age') return ageText(atMs, now, zone);
  if (show === 'ago') return agoText(atMs, now, zone);
  if (show === 'since') return sinceStartText(atMs - fromMs);
  if (show === 'countdown')
    return atMs < now ? `late ${durationText(now - atMs)}` : countdownText(atMs - now);
  if (show === 'moment') return momentText(atMs, zone);
  const local = zonedText(atMs, zone);
  return show === 'clock' ? local.time : `${local.date} ${local.time} ${local.zone}`;
}

/** A clock of a place: `10:12`, or with seconds and Z for UTC. */
export function WallClock({ zone, seconds = false }: { zone: string; seconds?: boolean }) {
  const text = useClock((now) => zonedText(now, zone).time.slice(0, seconds ? 8 : 5));
  return (
    <span className="ui-time" data-tip={absoluteText(nowMs(), zone)}>
      {text}
      {zone === 'UTC' ? 'Z' : ''}
    </span>
  );
}
