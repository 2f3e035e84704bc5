import type { RunDetail } from '@fieldmarshal/contract/checks/view';
import type { RunSpans } from '@fieldmarshal/contract/localisation/spans';
import { msText } from './check-words.tsx';
import { waterfallOf, type Bar } from './waterfall-rows.ts';

type Report = NonNullable<RunDetail['report']>;

interface WaterfallProps {
  report: Report;
  /** What happened behind the requests; absent while it is not known. */
  spans?: RunSpans | undefined;
}

/** Steps, requests and the calls behind them on one axis, by product. Bars have no hue; what failed says so in words and by its edge. */
export function Waterfall({ report, spans }: WaterfallProps) {
  const { bars, left } = waterfallOf(report, spans?.items);
  if (bars.length === 0) return null;
  const whole = Math.max(1, report.durationMs, ...bars.map(({ atMs, durationMs }) => atMs + durationMs));
  return (
    <section aria-label="Waterfall by product" className="ui-stack">
      <h2>Waterfall by product</h2>
      <div
        className="checks-scroll"
        role="region"
        aria-label="Steps, requests and calls over time"
        tabIndex={0}
      >
        <table className="checks-waterfall">
          <thead>
            <tr>
              <th scope="col">Product</th>
              <th scope="col">Step, request or call</th>
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
      {spans === undefined || spans.items.length > 0 ? null : (
        <p className="ui-quiet">No spans of this run came in, so only what the runner saw is shown.</p>
      )}
      {left === 0 ? null : <p className="ui-quiet">{left} more are left out.</p>}
    </section>
  );
}

/** Deeper calls stand no further in: the words must still fit. */
const indentMax = 8;

function BarRow({ bar, whole }: { bar: Bar; whole: number }) {
  return (
    <tr>
      <td>{bar.product ?? '–'}</td>
      <th scope="row" style={{ paddingInlineStart: `${0.5 + Math.min(bar.depth, indentMax) * 0.75}rem` }}>
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
