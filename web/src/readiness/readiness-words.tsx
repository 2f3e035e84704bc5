import type { ShownValue, Standing } from '@fieldmarshal/contract/readiness';
import { Pill } from '../ui/Pill.tsx';
import { Time } from '../ui/Time.tsx';

export const outcomeWords = { met: 'Met', missed: 'Missed', unknown: 'Not known' } as const;

export function scoreText(score: number | null): string {
  return score === null ? '–' : score.toFixed(1);
}

export function changeText(change: number | null): string {
  if (change === null) return '–';
  return change === 0 ? '±0.0' : `${change > 0 ? '+' : '−'}${Math.abs(change).toFixed(1)}`;
}

type Marked = Pick<Standing, 'outcome' | 'stale' | 'exemption'>;

/** How a product meets a standard: readiness is no health, so it has words and no hue. */
export function OutcomeMark({ outcome, stale, exemption }: Marked) {
  const isExempt = exemption !== null && outcome !== 'met';
  return (
    <span className={stale ? 'ui-hatch' : undefined}>
      <Pill>{isExempt ? `Exempt (${outcomeWords[outcome].toLowerCase()})` : outcomeWords[outcome]}</Pill>
      {stale ? <span className="ui-quiet"> rests on something old</span> : null}
    </span>
  );
}

/** What a rule rests on, each value with its age and who says so. */
export function ValueList({ values }: { values: readonly ShownValue[] }) {
  return (
    <ul className="readiness-values">
      {values.map((value) => (
        <li key={value.measure} className={value.stale ? 'ui-hatch' : undefined}>
          <code>{value.measure}</code> = <b>{valueText(value)}</b>
          <span className="ui-quiet">
            {' '}
            ({value.meaning}
            {value.at === null ? ')' : `; ${value.source ?? ''}, `}
            {value.at === null ? null : <Time at={value.at} />}
            {value.at === null ? '' : value.stale ? ', old)' : ')'}
          </span>
        </li>
      ))}
    </ul>
  );
}

function valueText({ value, unit }: ShownValue): string {
  if (value === null) return 'not known';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? `${value} ${unit}`.trim() : value;
}
