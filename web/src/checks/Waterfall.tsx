import type { RunDetail } from '@fieldmarshal/contract/checks/view';
import { msText } from './check-words.tsx';
import { waterfallOf, type Bar } from './waterfall-rows.ts';

type Report = NonNullable<RunDetail['report']>;

/** Steps and requests on one axis, by product. Bars have no hue; what failed says so in words and by its edge. */
export function Waterfall({ report }: { report: Report }) {
  const { bars, left } = waterfallOf(report);
  if (bars.length === 0) return null;
  const whole = Math.max(1, report.durationMs, ...bars.map(({ atMs, durationMs }) => atMs + durationMs));
  return (
    <section aria-label="Waterfall by product" className="ui-stack">
      <h2>Waterfall by product</h2>
      <div className="checks-scroll" role="region" aria-label="Steps and requests over time" tabIndex={0}>
        <table className="checks-waterfall">
          <thead>
            <tr>
              <th scope="col">Product</th>
              <th scope="col">Step or request</th>
              <th scope="col">0 to {msText(whole)}</th>
              <th scope="col" className="ui-end">
                Took
              </th>
            </tr>
          </thead>
          <tbody>
            {bars.map((bar) => (
              <BarRow key={bar.key} bar={bar} whole={whole} />
            ))}
          </tbody>
        </table>
      </div>
      {left === 0 ? null : <p className="ui-quiet">{left} more are left out.</p>}
    </section>
  );
}

function BarRow({ bar, whole }: { bar: Bar; whole: number }) {
  return (
    <tr>
      <td>{bar.product ?? '–'}</td>
      <th scope="row">
        {bar.title}
        {bar.note === null ? null : <span className="ui-quiet"> {bar.note}</span>}
      </th>
      <td>
        <svg width="100%" height="14" viewBox="0 0 1000 14" preserveAspectRatio="none" aria-hidden="true">
          <rect
            className={bar.failed ? 'checks-bar checks-bar-failed' : 'checks-bar'}
            x={(bar.atMs / whole) * 1_000}
            y="2"
            width={Math.max(3, (bar.durationMs / whole) * 1_000)}
            height="10"
          />
        </svg>
      </td>
      <td className="ui-end">{msText(bar.durationMs)}</td>
    </tr>
  );
}
