import type { StoredEvent } from '@fieldmarshal/contract/incidents/room';
import { durationText } from '../../ui/time-text.ts';
import { laneOf, laneWords, lanes, type Lane } from './lanes.ts';

const laneHeight = 22;
const head = 72;
const width = 1320;

interface LaneChartProps {
  events: readonly StoredEvent[];
  shown: ReadonlySet<Lane>;
  decisions: ReadonlySet<number>;
  /** Instants, epoch ms. */
  from: number;
  to: number;
}

/** When in the course of the incident each lane was busy. The table below says the same in words, so ears get one sentence. */
export function LaneChart({ events, shown, decisions, from, to }: LaneChartProps) {
  const rows = lanes.filter((lane) => shown.has(lane));
  const span = Math.max(1, to - from);
  const xOf = (at: string): number => head + ((Date.parse(at) - from) / span) * (width - head - 12);
  const height = rows.length * laneHeight + 18;
  const counts = rows.map((lane) => `${laneWords[lane]} ${events.filter((e) => laneOf(e) === lane).length}`);
  return (
    <svg
      className="log-chart"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`Entries by lane over ${durationText(span)}: ${counts.join(', ')}`}
    >
      {rows.map((lane, row) => (
        <g key={lane} transform={`translate(0 ${row * laneHeight})`}>
          <text x="0" y="15" className="log-chart-text">
            {laneWords[lane]}
          </text>
          <line x1={head} x2={width - 4} y1="11" y2="11" className="log-chart-line" />
          {events
            .filter((event) => laneOf(event) === lane)
            .map((event) =>
              decisions.has(event.seq) ? (
                <path key={event.seq} d={`M${xOf(event.at)} 4l7 7-7 7-7-7z`} className="log-chart-decision" />
              ) : (
                <rect
                  key={event.seq}
                  x={xOf(event.at) - 1.5}
                  y="5"
                  width="3"
                  height="12"
                  className="log-chart-mark"
                />
              ),
            )}
        </g>
      ))}
      <text x={head} y={height - 3} className="log-chart-text">
        T+0
      </text>
      <text x={width - 4} y={height - 3} textAnchor="end" className="log-chart-text">
        T+{durationText(span)}
      </text>
    </svg>
  );
}
