import { html, type Html } from '../html.ts';
import { Refusal, type Json } from '../products/behaviour.ts';
import { isJson, records } from '../products/fields.ts';
import type { Answer, Application, Visit } from './application.ts';
import { formNumber, formText } from './form.ts';
import { away, orAway } from './layout.ts';
import { reportBody } from './report.ts';

const places = ['Nordhaven', 'Flussau', 'Val-Serein', 'Puerto Claro'];

/** Resettlement casework: from the first conversation to the key of a home. */
export const hearthway: Application = {
  look: {
    name: 'Hearthway',
    tagline: 'resettlement casework',
    theme: 'hearth',
    links: [
      { to: '/', text: 'Cases' },
      { to: '/people', text: 'Find a person' },
      { to: '/cases/new', text: 'Open a case' },
      { to: '/report', text: 'Report' },
    ],
  },
  session: 'caseworker',
  screens: [
    { method: 'GET', path: '/', show: listCases },
    { method: 'GET', path: '/people', show: findPerson },
    { method: 'GET', path: '/cases/new', show: newCase },
    { method: 'POST', path: '/cases', show: openCase },
    { method: 'GET', path: '/cases/:id', show: showCase },
    { method: 'POST', path: '/cases/:id/documents', show: uploadDocument },
    { method: 'POST', path: '/cases/:id/messages', show: sendMessage },
    { method: 'GET', path: '/cases/:id/housing', show: showHomes },
    { method: 'POST', path: '/cases/:id/housing', show: assignHome },
    { method: 'GET', path: '/report', show: askReport },
    { method: 'POST', path: '/report', show: makeReport },
  ],
};

async function listCases({ gateway }: Visit): Promise<Answer> {
  const answer = await gateway.get('objects', 'list', { kind: 'case' });
  return {
    title: 'Cases',
    body: html`<p><a class="button" href="/cases/new">Open a case</a></p>
      ${caseTable(records(answer, 'records'))}`,
  };
}

function caseTable(rows: readonly Json[]): Html {
  return html`<table>
    <caption>
      ${rows.length} cases
    </caption>
    <thead>
      <tr>
        <th scope="col">Case</th>
        <th scope="col">Family of</th>
        <th scope="col">People</th>
        <th scope="col">Place</th>
        <th scope="col">State</th>
        <th scope="col">Home</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            <th scope="row"><a href="/cases/${String(row['id'])}">${String(row['id'])}</a></th>
            <td>${String(row['name'])}</td>
            <td>${String(row['size'])}</td>
            <td>${String(row['place'])}</td>
            <td>${String(row['state'])}</td>
            <td>${homeOf(row)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function homeOf(row: Json): string {
  return typeof row['home'] === 'string' ? row['home'] : '–';
}

async function findPerson({ query, gateway }: Visit): Promise<Answer> {
  const text = (query.get('q') ?? '').trim();
  const form = html`<form method="get" action="/people" role="search">
    <label for="q">Name, in any spelling</label
    ><input id="q" name="q" type="search" maxlength="100" value="${text}" /><button>Find</button>
  </form>`;
  if (text === '') return { title: 'Find a person', body: form };
  const answer = await gateway.get('search', 'find', { kind: 'case', text });
  const rows = records(answer, 'records');
  const found = rows.length > 0 ? caseTable(rows) : html`<p>Nobody is called “${text}”.</p>`;
  return {
    title: 'Find a person',
    body: html`${form}
      <section aria-label="Results">${found}</section>`,
  };
}

function newCase(): Promise<Answer> {
  const body = html`<form method="post" action="/cases">
    <label for="name">Name of the person we speak to</label
    ><input id="name" name="name" required maxlength="100" /> <label for="size">People in the family</label
    ><input id="size" name="size" type="number" min="1" max="20" value="1" required />
    <label for="place">Place</label
    ><select id="place" name="place">
      ${places.map((place) => html`<option>${place}</option>`)}
    </select>
    <label for="language">Language</label
    ><input id="language" name="language" maxlength="20" value="en" required /> <button>Open the case</button>
  </form>`;
  return Promise.resolve({ title: 'Open a case', body });
}

async function openCase({ form, gateway }: Visit): Promise<Answer> {
  const value = {
    name: formText(form, 'name', 'Name'),
    size: formNumber(form, 'size', { label: 'People in the family', min: 1, max: 20 }),
    place: formText(form, 'place', 'Place'),
    language: formText(form, 'language', 'Language'),
    state: 'In conversation',
    home: null,
  };
  const { record } = await gateway.get('objects', 'put', { kind: 'case', value });
  const id = isJson(record) ? String(record['id']) : '';
  const passed = await orAway(gateway.get('pipelines', 'submit', { kind: 'case', id }));
  const partners = passed
    ? `Passed on to the partner agencies as ${String(passed['about'])}.`
    : 'The partner agencies could not be told yet.';
  return { to: `/cases/${id}`, notice: `Case ${id} is open. ${partners}` };
}

async function caseOf({ params, gateway }: Visit): Promise<Json> {
  const { record } = await gateway.get('objects', 'get', { kind: 'case', id: params['id'] ?? '' });
  if (!isJson(record)) throw new Refusal(404, 'There is no such case.');
  return record;
}

async function showCase(visit: Visit): Promise<Answer> {
  const found = await caseOf(visit);
  const id = visit.params['id'] ?? '';
  const [files, messages] = await Promise.all([
    orAway(visit.gateway.get('files', 'list', { case: id })),
    orAway(visit.gateway.get('messages', 'list', { about: id })),
  ]);
  const body = html`<dl>
      <dt>Family of</dt>
      <dd>${String(found['name'])}</dd>
      <dt>People</dt>
      <dd>${String(found['size'])}</dd>
      <dt>Place</dt>
      <dd>${String(found['place'])}</dd>
      <dt>Language</dt>
      <dd>${String(found['language'])}</dd>
      <dt>State</dt>
      <dd>${String(found['state'])}</dd>
      <dt>Home</dt>
      <dd>${homeOf(found)}</dd>
    </dl>
    <p><a class="button" href="/cases/${id}/housing">Look for a home</a></p>
    <section aria-labelledby="documents">
      <h2 id="documents">Documents</h2>
      ${files ? fileList(records(files, 'files')) : away('Documents')}
      <form method="post" action="/cases/${id}/documents" enctype="multipart/form-data">
        <label for="file">Add a document</label><input id="file" name="file" type="file" required /><button>
          Upload
        </button>
      </form>
    </section>
    <section aria-labelledby="messages">
      <h2 id="messages">Messages</h2>
      ${messages ? messageList(records(messages, 'messages')) : away('Messages')}
      <form method="post" action="/cases/${id}/messages">
        <label for="text">Message to ${String(found['name'])}</label
        ><textarea id="text" name="text" rows="3" maxlength="500" required></textarea
        ><label class="tick"
          ><input type="checkbox" name="remind" value="yes" /> Remind them the day before</label
        ><button>Send</button>
      </form>
    </section>`;
  return { title: `Case ${id}`, body };
}

function fileList(files: readonly Json[]): Html {
  if (files.length === 0) return html`<p>No documents yet.</p>`;
  return html`<ul>
    ${files.map((file) => html`<li>${String(file['name'])}, ${String(file['bytes'])} bytes</li>`)}
  </ul>`;
}

function messageList(messages: readonly Json[]): Html {
  if (messages.length === 0) return html`<p>No messages yet.</p>`;
  return html`<ul>
    ${messages.map(
      (message) =>
        html`<li>
          <strong>To ${String(message['to'])}</strong> (${String(message['state'])}):
          ${String(message['text'])}
        </li>`,
    )}
  </ul>`;
}

async function uploadDocument({ params, form, gateway }: Visit): Promise<Answer> {
  const file = form.get('file');
  if (typeof file !== 'object' || file.fileName === '') throw new Refusal(400, 'Please choose a document.');
  const id = params['id'] ?? '';
  await gateway.get('files', 'put', { case: id, name: file.fileName, bytes: file.bytes });
  return { to: `/cases/${id}`, notice: `${file.fileName} is kept with the case.` };
}

async function sendMessage(visit: Visit): Promise<Answer> {
  const text = formText(visit.form, 'text', 'Message');
  const { name } = await caseOf(visit);
  const id = visit.params['id'] ?? '';
  const remind = visit.form.get('remind') === 'yes' ? { remind: 'yes' } : {};
  await visit.gateway.get('messages', 'send', { to: String(name), about: id, text, ...remind });
  return { to: `/cases/${id}`, notice: `The message to ${String(name)} is on its way.` };
}

async function showHomes(visit: Visit): Promise<Answer> {
  const found = await caseOf(visit);
  const id = visit.params['id'] ?? '';
  const all = records(await visit.gateway.get('objects', 'list', { kind: 'home' }), 'records');
  const free = all.filter((home) => home['takenBy'] === null && home['place'] === found['place']);
  const near = await orAway(
    visit.gateway.get('maps', 'near', { place: String(found['place']), homes: free }),
  );
  const rows = near ? records(near, 'homes') : free;
  const body = html`<p>
      For the family of ${String(found['name'])}, ${String(found['size'])} people, in
      ${String(found['place'])}.
    </p>
    ${near ? null : away('The map')}
    <table>
      <caption>
        ${rows.length} free homes
      </caption>
      <thead>
        <tr>
          <th scope="col">Address</th>
          <th scope="col">Beds</th>
          <th scope="col">To school and clinic</th>
          <th scope="col">Choose</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (home) =>
            html`<tr>
              <th scope="row">${String(home['name'])}</th>
              <td>${String(home['beds'])}</td>
              <td>${near ? `${String(home['km'])} km` : '–'}</td>
              <td>
                <form method="post" action="/cases/${id}/housing">
                  <input type="hidden" name="home" value="${String(home['id'])}" /><button
                    aria-label="Assign ${String(home['name'])}"
                  >
                    Assign
                  </button>
                </form>
              </td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  return { title: `A home for ${id}`, body };
}

async function assignHome({ params, form, gateway }: Visit): Promise<Answer> {
  const id = params['id'] ?? '';
  const homeId = formText(form, 'home', 'Home');
  const { record: home } = await gateway.get('objects', 'get', { kind: 'home', id: homeId });
  if (!isJson(home) || home['takenBy'] !== null) throw new Refusal(409, 'This home has just been taken.');
  await leaveHomes(id, gateway);
  await gateway.get('objects', 'put', { kind: 'home', id: homeId, value: { takenBy: id } });
  const value = { home: String(home['name']), state: 'Housed' };
  await gateway.get('objects', 'put', { kind: 'case', id, value });
  return { to: `/cases/${id}`, notice: `${value.home} is now the home of ${id}.` };
}

/** A family that moves leaves the home it had to others. */
async function leaveHomes(id: string, gateway: Visit['gateway']): Promise<void> {
  const homes = records(await gateway.get('objects', 'list', { kind: 'home' }), 'records');
  for (const home of homes) {
    if (home['takenBy'] !== id) continue;
    await gateway.get('objects', 'put', { kind: 'home', id: String(home['id']), value: { takenBy: null } });
  }
}

function askReport(): Promise<Answer> {
  const body = html`<p>How many families are at which stage.</p>
    <form method="post" action="/report"><button>Generate the report</button></form>`;
  return Promise.resolve({ title: 'Casework report', body });
}

async function makeReport({ gateway }: Visit): Promise<Answer> {
  const answer = await gateway.get('reports', 'generate', { kind: 'case', by: 'state' });
  return { title: 'Casework report', body: reportBody(answer, { rows: 'cases', by: 'State' }) };
}
