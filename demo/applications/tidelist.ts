import { html, type Html } from '../html.ts';
import { Refusal, type Json } from '../products/behaviour.ts';
import { isJson, records } from '../products/fields.ts';
import type { Answer, Application, Visit } from './application.ts';
import { formNumber, formText } from './form.ts';
import { orAway } from './layout.ts';
import { reportBody } from './report.ts';

const priorities = ['1 Urgent', '2 Soon', '3 Planned', '4 Routine'];

/** The cancer-care waiting list: who is seen next, and why. */
export const tidelist: Application = {
  look: {
    name: 'Tidelist',
    tagline: 'cancer-care waiting list',
    theme: 'tide',
    links: [
      { to: '/', text: 'Waiting list' },
      { to: '/report', text: 'Report' },
    ],
  },
  session: 'nurse',
  screens: [
    { method: 'GET', path: '/', show: listPatients },
    { method: 'POST', path: '/patients/:id/priority', show: changePriority },
    { method: 'GET', path: '/patients/:id/booking', show: showPlaces },
    { method: 'POST', path: '/patients/:id/booking', show: book },
    { method: 'GET', path: '/report', show: askReport },
    { method: 'POST', path: '/report', show: makeReport },
  ],
};

async function listPatients({ gateway }: Visit): Promise<Answer> {
  const answer = await gateway.get('objects', 'list', { kind: 'patient' });
  const rows = records(answer, 'records').toSorted(
    (a, b) =>
      Number(a['priority']) - Number(b['priority']) || Number(b['waitingDays']) - Number(a['waitingDays']),
  );
  const body = html`<p>
      <label for="filter">Show only</label>
      <input id="filter" type="search" data-filters="patients" maxlength="60" />
    </p>
    <table id="patients">
      <caption>
        ${rows.length} people wait, the most urgent first
      </caption>
      <thead>
        <tr>
          <th scope="col">Patient</th>
          <th scope="col">Name</th>
          <th scope="col">Tumour</th>
          <th scope="col">Waiting</th>
          <th scope="col">Priority</th>
          <th scope="col">Appointment</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(patientRow)}
      </tbody>
    </table>`;
  return { title: 'Waiting list', body };
}

function patientRow(row: Json): Html {
  const id = String(row['id']);
  const name = String(row['name']);
  const options = priorities.map(
    (text, index) =>
      html`<option value="${index + 1}" ${row['priority'] === index + 1 ? html` selected` : null}>
        ${text}
      </option>`,
  );
  const appointment =
    typeof row['appointment'] === 'string'
      ? html`${row['appointment']}`
      : html`<a href="/patients/${id}/booking" aria-label="Book ${name}">Book</a>`;
  return html`<tr>
    <th scope="row">${id}</th>
    <td>${name}</td>
    <td>${String(row['diagnosis'])}</td>
    <td>${String(row['waitingDays'])} days</td>
    <td>
      <form class="inline" method="post" action="/patients/${id}/priority">
        <select name="priority" aria-label="Priority of ${name}">
          ${options}</select
        ><button aria-label="Save the priority of ${name}">Save</button>
      </form>
    </td>
    <td>${appointment}</td>
  </tr>`;
}

async function changePriority({ params, form, gateway }: Visit): Promise<Answer> {
  const id = params['id'] ?? '';
  const priority = formNumber(form, 'priority', { label: 'Priority', min: 1, max: 4 });
  await patientOf(id, gateway);
  const { record } = await gateway.get('objects', 'put', { kind: 'patient', id, value: { priority } });
  const passed = await orAway(gateway.get('pipelines', 'submit', { kind: 'patient', id }));
  const name = isJson(record) ? String(record['name']) : id;
  const hospital = passed
    ? `The hospital knows it as ${String(passed['about'])}.`
    : 'The hospital could not be told yet.';
  return { to: '/', notice: `${name} now has priority ${priorities[priority - 1] ?? priority}. ${hospital}` };
}

async function patientOf(id: string, gateway: Visit['gateway']): Promise<Json> {
  const { record } = await gateway.get('objects', 'get', { kind: 'patient', id });
  if (!isJson(record)) throw new Refusal(404, 'There is no such patient.');
  return record;
}

async function showPlaces({ params, gateway }: Visit): Promise<Answer> {
  const id = params['id'] ?? '';
  const patient = await patientOf(id, gateway);
  const { places } = await gateway.get('scheduler', 'free', {});
  const free = Array.isArray(places) ? places.map(String) : [];
  const choices = free.map(
    (place, index) =>
      html`<label class="tick"
        ><input type="radio" name="place" value="${place}" required${index === 0 ? html` checked` : null} />
        ${place}</label
      >`,
  );
  const body = html`<form method="post" action="/patients/${id}/booking">
    <fieldset>
      <legend>Free places for ${String(patient['name'])}</legend>
      ${choices}
    </fieldset>
    <button>Book</button>
  </form>`;
  return { title: `Book ${id}`, body: free.length > 0 ? body : html`<p>No place is free.</p>` };
}

async function book({ params, form, gateway }: Visit): Promise<Answer> {
  const id = params['id'] ?? '';
  const place = formText(form, 'place', 'Place');
  const patient = await patientOf(id, gateway);
  const { booking } = await gateway.get('scheduler', 'book', { kind: 'patient', id, place });
  const told = await orAway(
    gateway.get('messages', 'send', {
      to: String(patient['name']),
      about: id,
      text: `Please come ${place}.`,
    }),
  );
  const when = isJson(booking) ? String(booking['place']) : place;
  const words = told ? 'They have been told.' : 'They could not be told yet: please call them.';
  return { to: '/', notice: `${String(patient['name'])} is booked for ${when}. ${words}` };
}

function askReport(): Promise<Answer> {
  const body = html`<p>How many people wait at which priority.</p>
    <form method="post" action="/report"><button>Generate the report</button></form>`;
  return Promise.resolve({ title: 'Waiting-list report', body });
}

async function makeReport({ gateway }: Visit): Promise<Answer> {
  const answer = await gateway.get('reports', 'generate', { kind: 'patient', by: 'priority' });
  return { title: 'Waiting-list report', body: reportBody(answer, { rows: 'people', by: 'Priority' }) };
}
