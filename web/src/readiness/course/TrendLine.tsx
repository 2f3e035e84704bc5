import { pathOf, trendOf } from './chart-lines.ts';

interface TrendLineProps {
  /** 0 to 4, the oldest first. */
  scores: readonly (number | null)[];
  /** The first and the last day, under the line; left out: a line for a row of a table. */
  ends?: readonly [string, string];
}

/** How a score went. */
export function TrendLine({ scores, ends }: TrendLineProps) {
  const size = ends === undefined ? { width: 90, height: 18 } : { width: 300, height: 72 };
  const known = scores.filter((score) => score !== null);
  const text =
    known.length === 0
      ? 'No score is on record'
      : `From ${known[0]?.toFixed(1)} to ${known.at(-1)?.toFixed(1)} of 4 over ${scores.length} days on record`;
  return (
    <figure className={ends === undefined ? 'readiness-spark' : 'readiness-chart'}>
      <svg
        viewBox={`-2 -3 ${size.width + 4} ${size.height + 6}`}
        role="img"
        aria-label={text}
        data-tip={text}
      >
        <path className="readiness-axis" d={`M0 ${size.height}H${size.width}`} />
        {trendOf(scores).map((line) => (
          <path
            key={line[0]?.x}
            className="readiness-line"
            d={line.length === 1 ? `${pathOf(line, size)}h2` : pathOf(line, size)}
          />
        ))}
      </svg>
      {ends === undefined ? null : (
        <figcaption className="ui-quiet ui-small">
          <span>{ends[0]}</span>
          <span>0 to 4</span>
          <span>{ends[1]}</span>
        </figcaption>
      )}
    </figure>
  );
}
