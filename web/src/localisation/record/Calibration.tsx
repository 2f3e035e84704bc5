import type { CauseRecord } from '@fieldmarshal/contract/localisation/record';

/** Said against right: on the line, 0.8 means 0.8. With the same as a table for who cannot see it. */
export function Calibration({ record: { calibration } }: { record: CauseRecord }) {
  const most = Math.max(1, ...calibration.map(({ answers }) => answers));
  return (
    <section aria-label="Calibration" className="ui-card ui-stack">
      <h2>Does 0.8 mean 0.8?</h2>
      {calibration.length === 0 ? (
        <p className="ui-quiet">No answer to a verdict that named somebody.</p>
      ) : null}
      <div className="cause-plot">
        <svg viewBox="-12 -8 120 124" aria-hidden="true">
          <path className="cause-axis" d="M0 0V100H100" />
          <path className="cause-ideal" d="M0 100L100 0" />
          {calibration.map(({ from, said, right, answers }) => (
            <circle
              key={from}
              className="cause-dot"
              cx={said * 100}
              cy={100 - right * 100}
              r={2 + 4 * Math.sqrt(answers / most)}
            />
          ))}
          <text x="50" y="113" textAnchor="middle">
            said
          </text>
          <text x="-8" y="50" textAnchor="middle" transform="rotate(-90 -8 50)">
            right
          </text>
        </svg>
        <table>
          <thead>
            <tr>
              <th scope="col">Said</th>
              <th scope="col">Right</th>
              <th scope="col">Answers</th>
            </tr>
          </thead>
          <tbody>
            {calibration.map(({ from, said, right, answers }) => (
              <tr key={from}>
                <td>{said.toFixed(2)}</td>
                <td>{right.toFixed(2)}</td>
                <td>{answers}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
