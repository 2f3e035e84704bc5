import { burnOf, pathOf } from './chart-lines.ts';

interface BurnDownProps {
  days: readonly { day: string; applies: number; met: number }[];
  /** From this day on; left out: the first on record. */
  start?: string;
  due: string;
  /** Percent that should be met. */
  target?: number;
}

const size = { width: 300, height: 72 };

/** What is left, day by day, beside the straight way to the day it is due. */
export function BurnDown({ days, start, due, target = 100 }: BurnDownProps) {
  const from = start ?? days[0]?.day ?? due;
  const { points, plan, most, left, allowed, end } = burnOf(days, { from, due, target });
  if (left === null) return <p className="ui-quiet">No day is on record yet.</p>;
  const text = `${points.length} days on record from ${from}: at most ${most} left, now ${left}${allowed > 0 ? `, ${allowed} may be left` : ''}, due ${due}`;
  return (
    <figure className="readiness-chart">
      <svg
        viewBox={`-2 -4 ${size.width + 4} ${size.height + 8}`}
        role="img"
        aria-label={text}
        data-tip={text}
      >
        <path className="readiness-axis" d={`M0 ${size.height}H${size.width}`} />
        <path className="readiness-plan" d={pathOf(plan, size)} />
        {points.length === 1 ? null : <path className="readiness-line" d={pathOf(points, size)} />}
        {points.slice(-1).map(({ x, y }) => (
          <circle key="now" cx={x * size.width} cy={y * size.height} r="3" />
        ))}
      </svg>
      <figcaption className="ui-quiet ui-small">
        <span>{from}</span>
        <span>
          {left} left{most > left ? ` of ${most} at most` : ''}
        </span>
        <span>{end === due ? `due ${due}` : `was due ${due}, now ${end}`}</span>
      </figcaption>
    </figure>
  );
}
