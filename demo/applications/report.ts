import { html, type Html } from '../html.ts';
import type { Json } from '../products/behaviour.ts';
import { isJson } from '../products/fields.ts';

/** The counts of a report, how old they are, and where it was kept. */
export function reportBody(answer: Json, words: { rows: string; by: string }): Html {
  const report = isJson(answer['report']) ? answer['report'] : {};
  const byValue = isJson(report['byValue']) ? Object.entries(report['byValue']) : [];
  const behind = report['behindSeconds'];
  return html`<p class="figure"><strong>${String(report['total'])}</strong> ${words.rows} in all</p>
    <table>
      <caption>
        Report ${String(report['number'])}
      </caption>
      <thead>
        <tr>
          <th scope="col">${words.by}</th>
          <th scope="col">Number</th>
        </tr>
      </thead>
      <tbody>
        ${byValue.map(
          ([value, count]) =>
            html`<tr>
              <th scope="row">${value}</th>
              <td>${String(count)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <p>
      ${typeof behind === 'number' ? `The figures are ${behind} seconds behind.` : 'How old the figures are is not known.'}
      ${report['kept'] === true ? 'A copy is kept with the files.' : 'No copy could be kept.'}
    </p>`;
}
