import { type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startReceiver, startServer, until, type Receiver, type Server } from '../rig.ts';
import { barriers } from './barriers.ts';
import { isMissing, openBrowser } from './browser.ts';
import { followInvitation } from './sign-in-by-link.ts';

let server: Server;
let receiver: Receiver;
let browser: Browser;

const hourMs = 3_600_000;

/** Mira hands over to Ola a moment from now, and to nobody who accepts in the other watch, whose limit is one minute. */
function watches(changeAt: number): string {
  const start = new Date(changeAt - hourMs).toISOString();
  const watch = (name: string, title: string): string => `---
apiVersion: fieldmarshal/v1
kind: Schedule
metadata: { name: ${name} }
spec: { displayName: ${title}, handover: { limitMinutes: 1 }, timezone: Etc/UTC, layers: [{ name: all, start: '${start}', handoff: { type: hourly, length: 1 }, participants: [mira, ola] }] }
`;
  const person = (name: string, title: string, role: string): string => `---
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ${name} }
spec: { displayName: ${title}, email: ${name}@example.org, roles: [${role}], contactMethods: [{ channel: webhook, url: "${receiver.url}" }] }
`;
  const people = [
    person('mira', 'Mira Khan', 'field-marshal'),
    person('ola', 'Ola Berg', 'responder'),
    person('zed', 'Zed Lim', 'lead'),
  ];
  return `${people.join('')}${watch('watch', 'The watch')}${watch('second', 'Second watch')}---
apiVersion: fieldmarshal/v1
kind: EscalationPolicy
metadata: { name: duty }
spec: { default: true, steps: [{ targets: [{ person: mira }], minutes: 60 }, { targets: [{ person: zed }] }] }
`;
}

async function signedIn(person: string, viewport: { width: number; height: number }): Promise<Page> {
  return followInvitation(server, await browser.newPage({ viewport }), person);
}

interface Listed {
  readonly id: string;
  readonly schedule: string;
  readonly status: string;
}

async function handoverOf(schedule: string): Promise<Listed> {
  let listed: Listed | undefined;
  await until(async () => {
    const { items } = await server.api<{ items: Listed[] }>('GET', '/handovers?state=open');
    listed = items.find((each) => each.schedule === schedule);
    return listed !== undefined;
  });
  return listed ?? expect.fail(`no handover of ${schedule}`);
}

/** The shortest limit is a minute, which nobody has to wait for: it is moved to now, and so is the look at it. */
async function pastLimit(id: string): Promise<void> {
  const database = await server.database();
  try {
    const { rowCount } = await database.query(
      `with moved as (update handover set limit_at = now() where id = $1 and limit_at > now() + interval '10 seconds' returning id)
       update timer set due_at = now() from moved where task = 'oncall.handover-turn'`,
      [id],
    );
    expect(rowCount).toBe(1);
  } finally {
    await database.end();
  }
}

describe.skipIf(isMissing)('a watch that is handed over in two browsers', () => {
  beforeAll(async () => {
    [server, receiver] = await Promise.all([startServer(), startReceiver()]);
    await server.apply(watches(Date.now() + 10_000));
    await server.api('POST', '/incidents', { title: 'Case files do not open', severity: 'SEV2' });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([server?.end(), receiver?.close()]);
  });

  test('is prepared from what goes on, edited, signed by one and accepted by the other, each seeing it at once', async () => {
    const { id } = await handoverOf('watch');
    const mira = await signedIn('mira', { width: 1440, height: 900 });
    const ola = await signedIn('ola', { width: 360, height: 800 });
    await Promise.all([mira.goto(`${server.url}/handover/${id}`), ola.goto(`${server.url}/handover/${id}`)]);
    await mira
      .getByText(/Case files do not open/)
      .first()
      .waitFor();
    expect(await ola.getByRole('button', { name: 'Sign and hand over' }).count()).toBe(0);

    await mira.getByRole('textbox', { name: 'Note' }).fill('The files team is on it');
    await mira.getByRole('button', { name: 'Keep the note' }).click();
    await ola.getByText('The files team is on it').waitFor({ timeout: 10_000 });

    // What was typed and not kept is signed, too.
    await mira.getByRole('textbox', { name: 'Note' }).fill('The files team is on it until six');
    await mira.getByRole('button', { name: 'Sign and hand over' }).click();
    await ola.getByText('The files team is on it until six').waitFor({ timeout: 10_000 });
    await ola.getByText('The facts as they were signed').waitFor();
    expect(await barriers(ola, 'a signed handover')).toEqual([]);

    await ola.getByRole('button', { name: 'Accept the watch' }).click();
    await mira.getByText('accepted', { exact: true }).first().waitFor({ timeout: 10_000 });
    await mira.getByText(/are both paged/).waitFor({ state: 'detached', timeout: 10_000 });
    expect(await mira.getByRole('button', { name: 'Sign and hand over' }).count()).toBe(0);
  });

  test('says on On call and on the handover that it is overdue where nobody accepts it, and others are told', async () => {
    const { id } = await handoverOf('second');
    const mira = await signedIn('mira', { width: 1440, height: 900 });
    await mira.goto(`${server.url}/oncall`);
    await mira
      .getByRole('region', { name: 'Handovers' })
      .getByText(/Second watch: Mira Khan to Ola Berg/)
      .waitFor();
    await until(async () => (await handoverOf('second')).status === 'offered');
    expect(await mira.getByText('overdue: nobody has accepted it').count()).toBe(0);
    await pastLimit(id);
    await mira.getByText('overdue: nobody has accepted it').first().waitFor();
    await mira.goto(`${server.url}/handover/${id}`);
    await mira.getByText('Told, and may accept: Zed Lim.').waitFor();
    await until(async () =>
      receiver.received.some(({ body }) => /Second watch/.test(body) && /accept/.test(body)),
    );
    const { schedules } = await server.api<{
      schedules: { schedule: string; people: { person: string }[]; beside: { person: string }[] }[];
    }>('GET', '/oncall');
    const second = schedules.find(({ schedule }) => schedule === 'second');
    expect(second?.people.map(({ person }) => person)).toEqual(['ola']);
    expect(second?.beside.map(({ person }) => person)).toEqual(['mira']);
  });
});
