import { createServer, type Server as HttpServer } from 'node:http';
import { type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort, startReceiver, startServer, until, type Receiver, type Server } from '../rig.ts';
import { barriers, settle } from './barriers.ts';
import { isMissing, openBrowser } from './browser.ts';
import { signIn } from './sign-in-by-link.ts';

let server: Server;
/** Where each person's pages arrive. */
let trainee: Receiver;
let lead: Receiver;
let browser: Browser;
/** The switch of real faults, what it was asked for, and what is on. */
let faultSwitch: HttpServer;
const switched: string[] = [];
const isOn = new Set<string>();

const house = (): string => `apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: tess }
spec: { displayName: Tess Ode, email: tess@example.org, roles: [responder], contactMethods: [{ channel: webhook, url: "${trainee.url}" }] }
---
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: lea }
spec: { displayName: Lea Lind, email: lea@example.org, roles: [lead], contactMethods: [{ channel: webhook, url: "${lead.url}" }] }
---
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: owls }
spec: { displayName: The owls, members: [lea] }
---
apiVersion: fieldmarshal/v1
kind: EscalationPolicy
metadata: { name: duty }
spec: { default: true, steps: [{ targets: [{ person: lea }], minutes: 60 }] }
---
apiVersion: fieldmarshal/v1
kind: Product
metadata: { name: files }
spec: { displayName: Files, owner: owls }
---
apiVersion: fieldmarshal/v1
kind: Product
metadata: { name: printing }
spec: { displayName: Printing, owner: owls }
---
apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: staging }
spec: {}
---
apiVersion: fieldmarshal/v1
kind: Route
metadata: { name: by-place }
spec: { groupBy: [environment] }
---
apiVersion: fieldmarshal/v1
kind: Scenario
metadata: { name: for-real }
spec:
  title: Uploads fail for real
  product: files
  environment: staging
  minutes: 30
  entries: [{ at: 20, say: It goes on. }]
  faults: [{ product: files, environment: staging, fault: errors, settings: { rate: 0.5 } }]
  solution: { severity: SEV2, cause: files, teams: [owls], explanation: Every second upload was refused. }
---
apiVersion: fieldmarshal/v1
kind: TrainingLadder
metadata: { name: leading }
spec:
  displayName: Leading
  recertify: { afterDays: 90 }
  steps: [{ name: look-on, displayName: Looks on, signOffs: 1 }]
---
apiVersion: fieldmarshal/v1
kind: Scenario
metadata: { name: slow }
spec:
  title: Uploads hang
  product: files
  minutes: 30
  entries:
    - { at: 0, voice: Support desk, say: Two customers report that uploads hang. }
    - { when: { team: owls }, after: 0.1, voice: Owls on call, team: { team: owls, state: acknowledged, note: We look at the queue. } }
    - { when: { severity: SEV2 }, after: 0.1, voice: Customer Acme, say: Nobody tells us anything. }
  solution: { severity: SEV2, cause: files, teams: [owls], explanation: The queue was full. }
`;

async function signedIn(person: string, width: number): Promise<Page> {
  return signIn(server, await browser.newPage({ viewport: { width, height: 900 } }), person);
}

/** A switch as `FIELDMARSHAL_FAULT_URL` names one. */
async function startSwitch(): Promise<string> {
  faultSwitch = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const path = request.url ?? '';
      switched.push(`${path} ${body}`);
      const off = /^\/faults\/(.+)\/off$/.exec(path)?.[1];
      const id = off ?? `f-${switched.length}`;
      if (off === undefined) isOn.add(id);
      else isOn.delete(id);
      response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ id }));
    });
  });
  const port = await freePort();
  await new Promise<void>((resolve) => faultSwitch.listen(port, '127.0.0.1', resolve));
  return `http://127.0.0.1:${port}/faults`;
}

async function fire(alertname: string, product: string): Promise<void> {
  const labels = { alertname, product, environment: 'staging', severity: 'critical' };
  const response = await fetch(`${server.intake}/api/v2/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([{ labels, endsAt: '2999-01-01T00:00:00Z' }]),
  });
  expect(response.status).toBe(200);
}

describe.skipIf(isMissing)('a drill in a browser', () => {
  beforeAll(async () => {
    [trainee, lead] = await Promise.all([startReceiver(), startReceiver()]);
    server = await startServer({ env: { FIELDMARSHAL_FAULT_URL: await startSwitch() } });
    await server.apply(house());
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([server?.end(), trainee?.close(), lead?.close()]);
    faultSwitch?.close();
  });

  test('is started by a lead, led by who is paged, played on by what they do, resolved and talked over', async () => {
    const [desk, seat] = [await signedIn('lea', 1440), await signedIn('tess', 360)];
    await settle(desk, `${server.url}/training`);
    await desk.getByRole('button', { name: 'Start a drill: Uploads hang' }).click();
    const dialog = desk.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Who leads' }).fill('tess');
    await desk.getByRole('option', { name: 'Tess Ode' }).click();
    await dialog.getByRole('combobox', { name: 'Mentor' }).fill('lea');
    await desk.getByRole('option', { name: 'Lea Lind' }).click();
    await dialog.getByLabel('Speed').selectOption('8');
    await dialog.getByRole('button', { name: 'Start the drill' }).click();
    await desk.waitForURL(/\/drills\/DR-1$/);
    await desk.getByRole('heading', { name: 'DRILL Uploads hang' }).waitFor();
    await desk.getByText(/Tess Ode leads, with Lea Lind beside/).waitFor();
    await desk.getByText(/We look at the queue/).waitFor();
    expect(await barriers(desk, 'the desk of a drill')).toEqual([]);

    // The trainee alone is paged, with the word DRILL, and is in the seat once they answer.
    await until(async () => trainee.received.length > 0);
    expect(trainee.received[0]?.body).toContain('DRILL Uploads hang');
    expect(lead.received).toEqual([]);
    await settle(seat, `${server.url}/now`);
    await seat.getByText('Nothing on fire.').first().waitFor();
    await settle(seat, `${server.url}/incidents/INC-1`);
    await seat.getByText('Nothing here is real').waitFor();
    await seat.getByText('Two customers report that uploads hang.').first().waitFor();
    await seat.getByText('A drill: no verdict is made of it.').waitFor();
    await seat.getByRole('button', { name: 'I am on it' }).click();
    await seat.getByRole('button', { name: 'I am on it' }).waitFor({ state: 'detached' });
    expect(await barriers(seat, 'the room of a drill on a phone')).toEqual([]);

    // What they do makes the script go on.
    await seat.keyboard.press('s');
    await seat.getByRole('dialog').getByLabel('Severity').selectOption('SEV2');
    await seat.getByRole('dialog').getByRole('button', { name: 'Set', exact: true }).click();
    await seat.getByText('Nobody tells us anything.').first().waitFor();
    await seat.keyboard.press('p');
    await seat.getByRole('dialog').getByLabel('Team').selectOption('owls');
    await seat.getByRole('dialog').getByRole('button', { name: 'Page', exact: true }).click();
    await seat.getByText('Team owls is asked in, in the drill').first().waitFor();
    await seat
      .getByText(/We look at the queue/)
      .first()
      .waitFor();
    expect(lead.received).toEqual([]);
    await seat.getByRole('button', { name: 'Correct…' }).click();
    await seat.getByLabel('What was the cause?').selectOption('product:files');
    await seat.getByRole('dialog').getByRole('button', { name: 'Record' }).click();
    await seat.getByText('named by a person').waitFor();
    for (const text of ['We look into it.', 'It is over.']) {
      await seat.getByRole('button', { name: 'Tell customers (in the drill)' }).click();
      await seat.getByLabel('What customers would read').fill(text);
      await seat.getByRole('button', { name: 'Say it in the drill' }).click();
      await seat.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await settle(seat, `${server.url}/drills/DR-1`);
    await seat.getByText('what comes is shown when it is over').waitFor();
    expect(await seat.getByText('The queue was full.').count()).toBe(0);
    await settle(seat, `${server.url}/incidents/INC-1`);
    await seat.getByRole('button', { name: 'Resolve the drill' }).click();
    await seat.getByLabel('What it was, and what ended it').fill('The queue was full; we emptied it.');
    await seat.getByRole('dialog').getByRole('button', { name: 'Resolve' }).click();
    await seat.getByRole('dialog').waitFor({ state: 'detached' });

    // The debrief comes by itself on the desk, and says the same to both.
    const debrief = desk.getByRole('region', { name: 'Debrief' });
    await debrief.getByRole('heading', { name: /^Debrief: \d+ of 100$/ }).waitFor();
    await debrief.getByText('What was right: SEV2, cause files. The queue was full.').waitFor();
    await debrief.getByRole('row', { name: /^Severity SEV2 SEV2 3 of 3/ }).waitFor();
    await debrief.getByRole('row', { name: /^Cause named files files 3 of 3/ }).waitFor();
    await debrief.getByRole('row', { name: /^Messages to people outside 2 at least 2 2 of 2/ }).waitFor();
    await debrief.getByLabel('What went well').fill('Calm, and told people soon.');
    await debrief.getByLabel('What to practise').fill('Write decisions down.');
    await debrief.getByRole('button', { name: 'Keep what I say' }).click();
    await debrief.getByText(/^Kept/).waitFor();
    expect(await barriers(desk, 'the debrief')).toEqual([]);
    // Everybody has words of their own: nobody's take the place of another's, and both see them come.
    await settle(seat, `${server.url}/drills/DR-1`);
    const others = seat.getByRole('list', { name: 'What others say' });
    await others.getByText('Write decisions down.').waitFor();
    expect(await seat.getByLabel('What to practise').inputValue()).toBe('');
    await seat.getByLabel('What to practise').fill('Ask for help sooner.');
    await debrief.getByLabel('What to practise').fill('Write decisions down at once.');
    await debrief.getByRole('button', { name: 'Keep what I say' }).click();
    await others.getByText('Write decisions down at once.').waitFor();
    expect(await seat.getByLabel('What to practise').inputValue()).toBe('Ask for help sooner.');
    await seat.getByRole('button', { name: 'Keep what I say' }).click();
    await debrief.getByText('Ask for help sooner.').waitFor();
    expect(await debrief.getByLabel('What to practise').inputValue()).toBe('Write decisions down at once.');
    await seat.getByText(/Nobody tells us anything/).waitFor();
    expect(await barriers(seat, 'the debrief on a phone')).toEqual([]);
    // Nothing of it is in a number, and nobody else was told of it.
    const { all } = await server.api<{ all: { answers: number } }>('GET', '/causes/record');
    expect(all.answers).toBe(0);
    expect(lead.received).toEqual([]);
  }, 180_000);

  test('that is live switches a real fault on and off, takes in its alerts alone, and pages its trainee alone', async () => {
    const desk = await signedIn('lea', 1440);
    const pagedBefore = trainee.received.length;
    await settle(desk, `${server.url}/training`);
    await desk.getByRole('button', { name: 'Start a drill: Uploads fail for real' }).click();
    const dialog = desk.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Who leads' }).fill('tess');
    await desk.getByRole('option', { name: 'Tess Ode' }).click();
    await dialog.getByRole('button', { name: 'Start the drill' }).click();
    await desk.getByText('A live drill: it switches a real fault on.').waitFor();
    await until(async () => isOn.size === 1);
    expect(switched).toEqual([
      '/faults {"rate":0.5,"product":"files","environment":"staging","fault":"errors"}',
    ]);
    await until(async () => trainee.received.length > pagedBefore);
    expect(trainee.received.at(-1)?.body).toContain('DRILL Uploads fail for real');
    expect(trainee.received.at(-1)?.body).toContain('only its fault in staging is real, until it ends');

    // What comes of the fault is practice; what cannot is real, though one route puts both together, and pages who is on duty.
    await fire('UploadsFail', 'files');
    await desk.getByRole('link', { name: /^Go to its room/ }).click();
    await desk
      .getByText(/UploadsFail/)
      .first()
      .waitFor();
    await desk.getByText('Its fault and the alerts are real until it ends').waitFor();
    expect(lead.received).toEqual([]);
    await fire('PrinterOnFire', 'printing');
    await until(async () => lead.received.length > 0);
    expect(lead.received[0]?.body).toContain('printing');
    expect(lead.received[0]?.body).not.toContain('DRILL');

    await desk.goBack();
    await desk.getByRole('button', { name: 'End the drill' }).click();
    await desk.getByRole('dialog').getByRole('button', { name: 'End the drill' }).click();
    await desk.getByRole('heading', { name: /^Debrief: \d+ of 100$/ }).waitFor();
    await desk.getByText('Every second upload was refused.').waitFor();
    await until(async () => isOn.size === 0);
    const { items } = await server.api<{ items: { id: string; title: string; drill: boolean }[] }>(
      'GET',
      '/incidents?open=true',
    );
    expect(items.map(({ title, drill }) => [title, drill])).toEqual([
      [expect.stringContaining('PrinterOnFire'), false],
    ]);
    const messages = await server.api<{ items: { sentAt: string | null }[] }>('GET', '/communications');
    expect(messages.items.filter(({ sentAt }) => sentAt !== null)).toEqual([]);
    for (const { id } of items)
      await server.api('POST', `/incidents/${id}/resolve`, { summary: 'It was the printer.' });
    lead.received.length = 0;
  }, 120_000);

  test('stands still when something real burns, and goes on where a lead says why', async () => {
    const desk = await signedIn('lea', 1440);
    const asked = { scenario: 'slow', seat: 'trainee', trainee: 'tess', speed: 1 };
    const { id } = await server.api<{ id: string }>('POST', '/drills', asked);
    const real = await server.api<{ id: string }>('POST', '/incidents', {
      title: 'Everything is down',
      severity: 'SEV1',
    });
    await settle(desk, `${server.url}/drills/${id}`);
    await desk.getByText(`It stands still: ${real.id} is a real SEV1: Everything is down`).waitFor();
    await desk.getByRole('button', { name: 'Go on' }).click();
    const dialog = desk.getByRole('dialog');
    await dialog.getByText(`${real.id} is a real SEV1 and open`).waitFor();
    expect(await barriers(desk, 'going on')).toEqual([]);
    await dialog.getByLabel(/Why it goes on/).fill('It is not ours to mend.');
    await dialog.getByRole('button', { name: 'Go on' }).click();
    await desk.getByText('It goes on beside a real SEV1: It is not ours to mend.').waitFor();
    await desk.getByRole('button', { name: 'End the drill' }).click();
    await desk.getByRole('dialog').getByRole('button', { name: 'End the drill' }).click();
    await desk.getByText('ended: stopped').waitFor();
  }, 60_000);

  test('has a ladder on which people are put, signed for, given a mentor, and taken off again', async () => {
    const [desk, phone] = [await signedIn('lea', 1440), await signedIn('tess', 360)];
    await settle(desk, `${server.url}/training`);
    const put = async (person: string, name: string, word = ''): Promise<void> => {
      await desk.getByRole('button', { name: 'Put somebody on it' }).click();
      const dialog = desk.getByRole('dialog');
      await dialog.getByRole('combobox', { name: 'Who', exact: true }).fill(person);
      await desk.getByRole('option', { name }).click();
      await dialog.getByLabel('Qualified already, because').fill(word);
      await dialog.getByRole('button', { name: 'Put them on it' }).click();
      await dialog.waitFor({ state: 'detached' });
    };
    await put('lea', 'Lea Lind', 'Has led for years');
    await put('tess', 'Tess Ode');
    const table = desk.getByRole('table', { name: 'On the ladder Leading' });
    await table.getByText('Looks on').waitFor();
    await table.getByText(/qualified to/).waitFor();

    await desk.getByRole('button', { name: 'Change Tess Ode on the ladder' }).click();
    const dialog = desk.getByRole('dialog');
    await dialog.getByRole('combobox', { name: /^Mentor/ }).fill('lea');
    await desk.getByRole('option', { name: 'Lea Lind' }).click();
    expect(await barriers(desk, 'changing a climber')).toEqual([]);
    await dialog.getByRole('button', { name: 'Keep' }).click();
    await desk.getByText('You are the mentor of:').waitFor();
    await settle(phone, `${server.url}/training`);
    await phone.getByText('Your mentor is Lea Lind.').waitFor();
    await phone.getByText('Missing: the signature of somebody qualified.').waitFor();

    await desk.getByRole('button', { name: 'Sign for Tess Ode' }).click();
    await dialog.getByLabel('What you saw them do').fill('Calm and clear.');
    await dialog.getByRole('button', { name: 'Sign', exact: true }).click();
    await phone.getByText('Nothing stands between you and leading alone.').waitFor();
    expect(await barriers(phone, 'a ladder on a phone')).toEqual([]);

    await desk.getByRole('button', { name: 'Change Tess Ode on the ladder' }).click();
    await dialog.getByRole('button', { name: 'Take back the signature of Lea Lind for Looks on' }).click();
    await dialog.getByText('Nobody has signed for a step yet.').waitFor();
    await phone.getByText('Missing: the signature of somebody qualified.').waitFor();
    await dialog.getByRole('button', { name: 'Take off the ladder…' }).click();
    await dialog.getByText(/nobody knows of Tess Ode/).waitFor();
    await dialog.getByRole('button', { name: 'Take Tess Ode off now' }).click();
    await dialog.waitFor({ state: 'detached' });
    await desk.getByText('You are the mentor of:').waitFor({ state: 'detached' });
    const { items } = await server.api<{ items: { people: { person: string }[] }[] }>(
      'GET',
      '/training/ladders',
    );
    expect(items[0]?.people.map(({ person }) => person)).toEqual(['lea']);
  }, 120_000);
});
