import type { SloBudget } from '@fieldmarshal/contract/insights';

/** One bar for each day with runs: how much of what may fail on a day did, up to twice as much. */
export function BudgetDays({ days, objective }: Pick<SloBudget, 'days' | 'windowDays' | 'objective'>) {
  const bad = days.filter((day) => day.bad > 0);
  const text =
    days.length === 0
      ? 'No run'
      : bad.length === 0
        ? `No failed run on ${days.length} days`
        : bad.map((day) => `${day.day}: ${day.bad} of ${day.good + day.bad}`).join(', ');
  return (
    <svg
      className="slo-days"
      viewBox={`0 0 ${Math.max(1, days.length) * 4} 20`}
      role="img"
      aria-label={text}
      data-tip={text}
    >
      {days.map((day, index) => {
        const share = day.bad / Math.max(1, day.good + day.bad) / (1 - objective);
        const height = day.bad === 0 ? 1 : Math.max(2, Math.min(2, share) * 10);
        return <rect key={day.day} x={index * 4} y={20 - height} width={3} height={height} />;
      })}
    </svg>
  );
}
