import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fault } from '../faults/fault.ts';
import { readHouse } from '../house.ts';
import type { ApplicationName, ProductName } from '../ports.ts';
import { startTracing, type Tracing } from '../products/tracing.ts';
import { startWorld, type World } from '../products/world.ts';
import { startApplications, type RunningApplications } from './applications.ts';

const exporter = new InMemorySpanExporter();
let world: World;
let tracing: Tracing;
let applications: RunningApplications;

beforeAll(async () => {
  tracing = startTracing([new SimpleSpanProcessor({ exporter })]);
  world = await startWorld({
    house: readHouse(),
    tracing,
    portOf: () => 0,
    now: Date.now,
    onDeploy: () => undefined,
  });
  applications = await startApplications(world, () => 0);
});
afterEach(async () => {
  await Promise.all(world.faults().map(({ id }) => world.clear(id)));
});
afterAll(async () => {
  await applications.stop();
  await world.stop();
  await tracing.stop();
});

interface Shown {
  status: number;
  /** The words of the page, without markup. */
  words: string;
}

async function shown(response: Response): Promise<Shown> {
  const words = (await response.text()).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
  return { status: response.status, words };
}

function address(name: ApplicationName, path: string): string {
  return `http://127.0.0.1:${applications.portOf('eu-prod', name)}${path}`;
}

async function open(name: ApplicationName, path: string): Promise<Shown> {
  return shown(await fetch(address(name, path)));
}

async function send(
  name: ApplicationName,
  path: string,
  fields: Record<string, string> | FormData,
): Promise<Shown> {
  const body = fields instanceof FormData ? fields : new URLSearchParams(fields);
  return shown(await fetch(address(name, path), { method: 'POST', body }));
}

async function goWrong(product: ProductName, kind = 'wrong-data', more = {}): Promise<void> {
  await world.set(fault.parse({ environment: 'eu-prod', product, fault: kind, ...more }));
}

const family = { name: "Ngozi O'Brien & sons", size: '3', place: 'Flussau', language: 'ig' };

describe('Hearthway', () => {
  it('opens a case, finds the person, keeps a document, finds a home, sends a message and counts', async () => {
    const opened = await send('hearthway', '/cases', family);
    const id =
      /Case (C-\d+) is open\. Passed on to the partner agencies as \1\./.exec(opened.words)?.[1] ?? '';
    expect(id).toMatch(/^C-/);
    expect((await open('hearthway', '/people?q=ngozi+obrien')).words).toContain(
      `${id} Ngozi O&#39;Brien &amp; sons`,
    );
    const file = new FormData();
    file.set('file', new File(['%PDF-'], 'passport.pdf'));
    const kept = await send('hearthway', `/cases/${id}/documents`, file);
    expect(kept.words).toContain('passport.pdf is kept with the case.');
    expect(kept.words).toContain('passport.pdf, 5 bytes');
    expect((await open('hearthway', `/cases/${id}/housing`)).words).toContain('Lindenweg 8 2 0.8 km');
    const housed = await send('hearthway', `/cases/${id}/housing`, { home: 'H-03' });
    expect(housed.words).toContain('State Housed Home Lindenweg 8');
    expect((await send('hearthway', '/cases/C-1003/housing', { home: 'H-03' })).status).toBe(409);
    const told = await send('hearthway', `/cases/${id}/messages`, { text: 'Come on Monday.', remind: 'yes' });
    expect(told.words).toMatch(/\((waiting|sent)\): Come on Monday\./);
    const report = await send('hearthway', '/report', {});
    expect(report.words).toContain('7 cases in all');
  });

  it('goes on with the trace that a check tells, down to the products', async () => {
    const traceId = 'f1e1d92f3577b34da6a3ce929d0e0e47';
    const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
    await fetch(address('hearthway', '/people?q=kravets'), { headers });
    const services = exporter
      .getFinishedSpans()
      .filter((span) => span.spanContext().traceId === traceId)
      .map(({ resource }) => resource.attributes['service.name']);
    expect(services).toEqual(expect.arrayContaining(['gateway', 'search']));
  });

  it('shows what was typed and never runs it', async () => {
    await send('hearthway', '/cases', { ...family, name: '<script>alert(1)</script>' });
    const page = await (await fetch(address('hearthway', '/'))).text();
    expect(page).not.toContain('<script>alert');
    expect(page).toContain('&lt;script&gt;alert(1)');
  });

  it('refuses by the name of the field, and a page that is not there', async () => {
    const refused = await send('hearthway', '/cases', { ...family, size: '0' });
    expect([refused.status, refused.words]).toEqual([
      400,
      expect.stringContaining('“People in the family” must be'),
    ]);
    expect((await open('hearthway', '/cases/C-1')).status).toBe(404);
    expect((await open('hearthway', '/nowhere')).status).toBe(404);
    const init = { method: 'POST', headers: { origin: 'http://elsewhere.example' } };
    expect((await fetch(address('hearthway', '/report'), init)).status).toBe(403);
  });

  it('stands without what it can do without, and says plainly what does not work', async () => {
    await goWrong('files', 'errors', { rate: 1 });
    const page = await open('hearthway', '/cases/C-1002');
    expect([page.status, page.words]).toEqual([
      200,
      expect.stringContaining('Documents cannot be shown right now.'),
    ]);
    await goWrong('objects', 'errors', { rate: 1 });
    const broken = await open('hearthway', '/');
    expect(broken.status).toBe(503);
    expect(broken.words).toMatch(/Something is wrong on our side.*reference: [0-9a-f]{32}/);
  });
});

describe('Tidelist', () => {
  it('lists by urgency, changes a priority, books once, and counts', async () => {
    const order = async () => (await open('tidelist', '/')).words.match(/P-\d+/g);
    expect(await order()).toEqual(['P-202', 'P-201', 'P-207', 'P-204', 'P-205', 'P-203', 'P-206']);
    const moved = await send('tidelist', '/patients/P-206/priority', { priority: '1' });
    expect(moved.words).toContain('Edward Pellew now has priority 1 Urgent. The hospital knows it as P-206.');
    expect((await order())?.[0]).toBe('P-206');
    const booked = await send('tidelist', '/patients/P-206/booking', { place: 'Tue 10:15' });
    expect(booked.words).toContain('Edward Pellew is booked for Tue 10:15. They have been told.');
    expect((await open('tidelist', '/patients/P-201/booking')).words).not.toContain('Tue 10:15');
    expect((await send('tidelist', '/patients/P-201/booking', { place: 'Tue 10:15' })).status).toBe(409);
    expect((await send('tidelist', '/patients/P-201/priority', { priority: '9' })).status).toBe(400);
    expect((await send('tidelist', '/report', {})).words).toContain('7 people in all');
  });
});

describe('wrong data can be read off a page that answers 200, for', () => {
  const cases: [ProductName, () => Promise<Shown>, RegExp][] = [
    ['gateway', () => open('hearthway', '/'), /C-1001 Olena Kravets/],
    ['identity', () => open('hearthway', '/'), /Signed in as Somebody Else/],
    ['objects', () => open('hearthway', '/'), /C-1001 Olena Kravets/],
    ['search', () => open('hearthway', '/people?q=olena'), /C-1002 Somebody Else/],
    [
      'pipelines',
      () => send('tidelist', '/patients/P-207/priority', { priority: '1' }),
      /knows it as C-9999/,
    ],
    ['maps', () => open('hearthway', '/cases/C-1002/housing'), /260 km/],
    ['messages', () => send('hearthway', '/cases/C-1002/messages', { text: 'Hello' }), /To Somebody Else/],
    ['reports', () => send('tidelist', '/report', {}), /70 people in all/],
    ['scheduler', () => open('tidelist', '/patients/P-201/booking'), /Sun 03:00/],
    ['audit', () => open('tidelist', '/'), /entry \d+ of Somebody Else/],
  ];
  it.each(cases)('%s', async (product, look, expected) => {
    expect((await look()).words).not.toMatch(expected);
    await goWrong(product);
    const page = await look();
    expect(page.status).toBe(200);
    expect(page.words).toMatch(expected);
  });

  it('files', async () => {
    const file = new FormData();
    file.set('file', new File(['x'], 'scan.png'));
    expect((await send('hearthway', '/cases/C-1002/documents', file)).words).toContain('scan.png, 1 bytes');
    await goWrong('files');
    expect((await open('hearthway', '/cases/C-1002')).words).toContain(
      'letter-of-another-family.pdf, 0 bytes',
    );
  });

  it('permissions, which wrongly say no: a refusal, not a failure', async () => {
    await goWrong('permissions');
    expect((await open('hearthway', '/')).status).toBe(403);
  });
});
