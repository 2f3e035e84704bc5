import type { RcaModelCard } from '@fieldmarshal/contract/rca';
import { percent } from './rca-words.ts';

const side = 200;
const edge = 12;
const at = (share: number) => edge + share * (side - 2 * edge);

/** Said against came, one dot for each fifth of probability, larger for more verdicts; on the line is right. The same in words below. */
export function CalibrationPlot({ bins }: { bins: RcaModelCard['calibration'] }) {
  const told = bins.filter(({ n }) => n > 0);
  return (
    <div className="rca-calibration">
      <svg viewBox={`0 0 ${side} ${side}`} width={side} height={side} aria-hidden="true">
        <rect x={edge} y={edge} width={side - 2 * edge} height={side - 2 * edge} className="rca-plot-frame" />
        <line x1={at(0)} y1={side - at(0)} x2={at(1)} y2={side - at(1)} className="rca-plot-line" />
        {told.map(({ from, said, came, n }) => (
          <circle
            key={from}
            cx={at(said)}
            cy={side - at(came)}
            r={3 + Math.min(7, Math.sqrt(n))}
            className="rca-plot-dot"
          />
        ))}
      </svg>
      <ul className="rca-reasons">
        {told.map(({ from, to, said, came, n }) => (
          <li key={from}>
            Said {percent(from)} to {percent(to)}: {n} {n === 1 ? 'incident' : 'incidents'}, {percent(said)}{' '}
            on average, {percent(came)} were wanted
          </li>
        ))}
      </ul>
    </div>
  );
}
