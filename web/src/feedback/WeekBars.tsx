import type { FeedbackSummary } from '@fieldmarshal/contract/feedback';
import { tallyText } from './feedback-words.ts';

/** One bar for each week with five answers or more: the share that found it. */
export function WeekBars({ weeks }: Pick<FeedbackSummary, 'weeks'>) {
  if (weeks.length === 0) return null;
  const text = weeks.map((week) => `${week.week}: ${tallyText(week)}`).join('; ');
  return (
    <figure className="feedback-weeks">
      <svg viewBox={`0 0 ${weeks.length * 14} 60`} role="img" aria-label={`By week. ${text}`} data-tip={text}>
        <path className="feedback-axis" d={`M0 59.5H${weeks.length * 14}`} />
        {weeks.map(({ week, yes, partly, no }, index) => {
          const height = Math.max(1, (58 * yes) / (yes + partly + no));
          return <rect key={week} x={index * 14 + 2} y={59 - height} width={10} height={height} />;
        })}
      </svg>
      <figcaption className="ui-quiet ui-small">
        Share that found it, weeks from {weeks[0]?.week} to {weeks.at(-1)?.week}
      </figcaption>
    </figure>
  );
}
