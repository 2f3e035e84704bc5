import type { PanelData } from '@fieldmarshal/contract/knowledge';
import { useState } from 'react';
import { Time } from '../ui/Time.tsx';
import { flagsOf, pathOf, scaleOf, valueAt, type Flag, type Scale } from './chart-shape.ts';
import { valueText } from './knowledge-words.ts';

const size = { width: 600, height: 120 };

/** Lines over time with marks for what happened. The values under the pointer, else the last ones, stand below in words. */
export function Chart({ data }: { data: PanelData }) {
  const [at, setAt] = useState<number | null>(null);
  const { unit } = data;
  const scale = scaleOf(data);
  return (
    <div className="knowledge-chart">
      <div className="knowledge-axis ui-quiet ui-mono">
        <span>{valueText(scale.highest, unit)}</span>
        <span>{valueText(scale.lowest, unit)}</span>
      </div>
      <div className="knowledge-plot">
        <Flags flags={flagsOf(data.marks, scale)} />
        <Lines data={data} scale={scale} at={at} onAt={setAt} />
      </div>
      <div className="knowledge-times ui-quiet ui-small">
        <Time at={data.from} show="clock" />
        <span>
          {at === null ? (
            'last values'
          ) : (
            <Time at={new Date(at).toISOString()} show="clock" focusable={false} />
          )}
        </span>
        <Time at={data.to} show="clock" />
      </div>
      <Legend data={data} at={at} />
    </div>
  );
}

/** What happened when, by its number in the list of events; the list says it for ears. */
function Flags({ flags }: { flags: readonly Flag[] }) {
  return (
    <div className="knowledge-flags ui-small" aria-hidden="true">
      {flags.map(({ share, label, text }) => (
        <span key={label} title={text} style={{ insetInlineStart: `${(100 * share).toFixed(2)}%` }}>
          {label}
        </span>
      ))}
    </div>
  );
}

interface LinesProps {
  data: PanelData;
  scale: Scale;
  /** Where the pointer is, in milliseconds since 1970. */
  at: number | null;
  onAt: (at: number | null) => void;
}

function Lines({ data, scale, at, onAt }: LinesProps) {
  const { title, unit, lines, marks } = data;
  const share = (ms: number): number => (ms - scale.from) / (scale.to - scale.from);
  return (
    <svg
      viewBox={`0 0 ${size.width} ${size.height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${title}: ${lines.length === 1 ? 'one line' : `${lines.length} lines`} between ${valueText(scale.lowest, unit)} and ${valueText(scale.highest, unit)}, with ${marks.length} events`}
      onPointerMove={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        onAt(scale.from + ((event.clientX - box.left) / box.width) * (scale.to - scale.from));
      }}
      onPointerLeave={() => onAt(null)}
    >
      {marks.map(({ at: when, seq, text }) => {
        const x = share(Date.parse(when)) * size.width;
        return (
          <line key={`${when} ${seq ?? ''}`} className="knowledge-mark" x1={x} x2={x} y1={0} y2={size.height}>
            <title>{text}</title>
          </line>
        );
      })}
      {lines.map(({ name, points }, index) => (
        <path
          key={name}
          className={`knowledge-line knowledge-line-${index % 5}`}
          d={pathOf(points, scale, size)}
        />
      ))}
      {at === null ? null : (
        <line
          className="knowledge-pointer"
          x1={share(at) * size.width}
          x2={share(at) * size.width}
          y1={0}
          y2={size.height}
        />
      )}
    </svg>
  );
}

function Legend({ data: { lines, unit, stepSeconds }, at }: { data: PanelData; at: number | null }) {
  return (
    <ul className="knowledge-legend">
      {lines.map(({ name, points }, index) => (
        <li key={name}>
          <svg viewBox="0 0 24 8" width="24" height="8" aria-hidden="true">
            <path className={`knowledge-line knowledge-line-${index % 5}`} d="M0 4H24" />
          </svg>{' '}
          <span>{name}</span>{' '}
          <b>{valueText(at === null ? lastOf(points) : valueAt(points, at, stepSeconds), unit)}</b>
        </li>
      ))}
    </ul>
  );
}

function lastOf(points: PanelData['lines'][number]['points']): number | null {
  return points.findLast(([, value]) => value !== null)?.[1] ?? null;
}
