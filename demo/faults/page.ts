import { html, type Html } from '../html.ts';
import { environmentNames, productNames } from '../ports.ts';
import type { FaultOn, World } from '../products/world.ts';
import { faultKinds, type Fault } from './fault.ts';
import { descriptions, notice, settings } from './notice.ts';

export interface Links {
  fieldmarshal: string;
  mail: string;
  applications: readonly { text: string; url: string }[];
}

export interface PageState {
  world: World;
  links: Links;
  isConnected: (fault: Fault) => boolean;
  message: { text: string; isProblem: boolean } | null;
  now: number;
}

const stories: readonly { title: string; fault: Pick<Fault, 'environment' | 'product' | 'fault'> }[] = [
  { title: 'Search fails in Europe', fault: { environment: 'eu-prod', product: 'search', fault: 'errors' } },
  {
    title: 'A bad deploy of objects in the Americas',
    fault: { environment: 'us-prod', product: 'objects', fault: 'bad-deploy' },
  },
  {
    title: 'Names are mixed up in Europe, and every light is green',
    fault: { environment: 'eu-prod', product: 'objects', fault: 'wrong-data' },
  },
  {
    title: 'The messages queue stands still in Europe',
    fault: { environment: 'eu-prod', product: 'messages', fault: 'queue-lag' },
  },
];

/** The fault page: what is on and how to switch it off, what can be switched on, and what will be noticed of it. */
export function faultPage(state: PageState): string {
  const { world, message, links } = state;
  const shown = message
    ? html`<p
        role="${message.isProblem ? 'alert' : 'status'}"
        class="${message.isProblem ? 'failure' : 'notice'}"
      >
        ${message.text}
      </p>`
    : null;
  return html`<!doctype html>
    <html lang="en" data-theme="plain">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Faults of the demo</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
          <a class="brand" href="/"><strong>Faults</strong> <span>of the demo</span></a>
          <nav aria-label="Main">
            <a href="${links.fieldmarshal}">Fieldmarshal</a>
            <a href="${links.mail}">Mail</a>
            ${links.applications.map(({ text, url }) => html`<a href="${url}">${text}</a> `)}
          </nav>
        </header>
        <main id="main" tabindex="-1">
          <h1>Break something</h1>
          ${shown} ${whatIsOn(world.faults(), state)}
          <section aria-labelledby="stories">
            <h2 id="stories">Start with one of these</h2>
            <ul class="stories">
              ${stories.map(story)}
            </ul>
          </section>
          ${switchOn()} ${explained()}
        </main>
      </body>
    </html> `.html;
}

function whatIsOn(faults: readonly FaultOn[], state: PageState): Html {
  if (faults.length === 0) {
    return html`<section aria-labelledby="on">
      <h2 id="on">On now</h2>
      <p>Nothing. All 36 products in 3 environments do what they should.</p>
    </section>`;
  }
  return html`<section aria-labelledby="on">
    <h2 id="on">On now</h2>
    <table>
      <caption>
        ${faults.length} on
      </caption>
      <thead>
        <tr>
          <th scope="col">Where</th>
          <th scope="col">What</th>
          <th scope="col">What will be noticed, and where</th>
          <th scope="col">Switch off</th>
        </tr>
      </thead>
      <tbody>
        ${faults.map((entry) => onRow(entry, state))}
      </tbody>
    </table>
    <form method="post" action="/faults/off"><button>Switch everything off</button></form>
  </section>`;
}

function onRow({ id, fault, since }: FaultOn, { isConnected, now }: PageState): Html {
  const where = `${fault.product} in ${fault.environment}`;
  const { title } = descriptions[fault.fault];
  return html`<tr>
    <th scope="row">${where}</th>
    <td>${title} ${settings(fault)}<br />for ${Math.max(0, Math.round((now - since) / 1000))} s</td>
    <td>${notice(fault, isConnected(fault))}</td>
    <td>
      <form class="inline" method="post" action="/faults/${id}/off">
        <button aria-label="Switch off ${title} of ${where}">Off</button>
      </form>
    </td>
  </tr>`;
}

function story({ title, fault }: (typeof stories)[number]): Html {
  const fields = Object.entries(fault).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  return html`<li>
    <form class="inline" method="post" action="/faults">${fields}<button>${title}</button></form>
  </li>`;
}

function options(values: readonly string[]): Html[] {
  return values.map((value) => html`<option>${value}</option>`);
}

function switchOn(): Html {
  return html`<section aria-labelledby="more">
    <h2 id="more">Anything else</h2>
    <form method="post" action="/faults">
      <label for="environment">Environment</label>
      <select id="environment" name="environment">
        ${options(environmentNames)}
      </select>
      <label for="product">Product</label>
      <select id="product" name="product">
        ${options(productNames)}
      </select>
      <label for="fault">Fault</label>
      <select id="fault" name="fault">
        ${faultKinds.map((kind) => html`<option value="${kind}">${descriptions[kind].title}</option>`)}
      </select>
      <button>Switch on</button>
    </form>
  </section>`;
}

function explained(): Html {
  return html`<section aria-labelledby="kinds">
    <h2 id="kinds">What each does, and who notices</h2>
    ${faultKinds.map(
      (kind) =>
        html`<h3>${descriptions[kind].title}</h3>
          <p>${descriptions[kind].does} <em>${descriptions[kind].noticed}</em></p>`,
    )}
    <h3>By hand</h3>
    <p>
      The same with figures of your own:
      <code
        >curl -d '{"environment":"eu-prod","product":"search","fault":"errors","rate":0.2}' -H 'content-type:
        application/json' http://127.0.0.1:4610/faults</code
      >; fields are <code>rate</code>, <code>ms</code>, <code>downSeconds</code>, <code>megabytes</code>,
      <code>version</code>, <code>hours</code>. <code>GET /faults</code> lists,
      <code>DELETE /faults/{id}</code> and <code>DELETE /faults</code> switch off.
    </p>
  </section>`;
}
