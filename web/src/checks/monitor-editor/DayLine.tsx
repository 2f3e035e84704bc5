import type { PreviewPlace } from '@fieldmarshal/contract/checks/preview';

const width = 600;
const height = 72;

interface DayLineProps {
  place: PreviewPlace;
  from: string;
  to: string;
}

/** The number that a monitor watches over the day, its limit, and when it would have been failing. The list below says it in words. */
export function DayLine({ place: { line, limit, alarms }, from, to }: DayLineProps) {
  if (line.length < 2) return null;
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const values = line.map(({ value }) => value);
  const highest = Math.max(...values, ...(limit === null ? [] : [limit]));
  const lowest = Math.min(0, ...values, ...(limit === null ? [] : [limit]));
  const x = (at: string): number => (Math.max(0, Date.parse(at) - start) / (end - start)) * width;
  const y = (value: number): number =>
    height - 4 - ((value - lowest) / (highest - lowest || 1)) * (height - 8);
  return (
    <svg
      className="checks-day"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`Between ${shown(Math.min(...values))} and ${shown(Math.max(...values))} in the last day${limit === null ? '' : `; the limit is ${shown(limit)}`}`}
    >
      {alarms.map((alarm) => (
        <rect
          key={alarm.from}
          className="checks-day-alarm"
          x={x(alarm.from)}
          width={Math.max(2, (alarm.to === null ? width : x(alarm.to)) - x(alarm.from))}
          y={0}
          height={height}
        />
      ))}
      <polyline
        className="checks-day-line"
        points={line.map(({ at, value }) => `${x(at)},${y(value)}`).join(' ')}
      />
      {limit === null ? null : (
        <line className="checks-day-limit" x1={0} x2={width} y1={y(limit)} y2={y(limit)} />
      )}
    </svg>
  );
}

function shown(value: number): string {
  return String(Number(value.toPrecision(3)));
}
