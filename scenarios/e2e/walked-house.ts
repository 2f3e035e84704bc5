import {
  alertsOf,
  onDuty,
  postAlerts,
  startReceiver,
  startServer,
  until,
  type Receiver,
  type Server,
} from '../rig.ts';

/** A house with something on every screen, and a site of it that is cut off. */
export interface House {
  readonly server: Server;
  readonly site: Server;
  /** Names in the addresses of screens. */
  readonly run: string;
  readonly drill: string;
  readonly siteIncident: string;
  end(): Promise<void>;
}

/** CHECK stands for the address that the check looks at. */
const objects = `---
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: crew }
spec: { displayName: Crew, members: [mira], escalationPolicy: duty }
---
apiVersion: fieldmarshal/v1
kind: Product
metadata: { name: search }
spec: { displayName: Search, owner: crew, runbook: 'https://wiki.example/search' }
---
apiVersion: fieldmarshal/v1
kind: Application
metadata: { name: hearth }
spec: { displayName: Hearth, products: [search] }
---
apiVersion: fieldmarshal/v1
kind: Workflow
metadata: { name: find }
spec: { displayName: Find a person, application: hearth, criticality: 1, steps: [{ name: look, products: [search] }] }
---
apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: eu }
spec: { products: [{ product: search, version: '1' }] }
---
apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: far }
spec: { connection: disconnected, products: [{ product: search, version: '1' }] }
---
apiVersion: fieldmarshal/v1
kind: Customer
metadata: { name: acme }
spec: { displayName: Acme, uses: [{ application: hearth, environments: [eu], usersPerHour: 120 }] }
---
apiVersion: fieldmarshal/v1
kind: Check
metadata: { name: find-check }
spec: { displayName: Find, workflow: find, products: [search], everySeconds: 3600, probe: { type: http, url: 'CHECK' }, environments: [{ environment: eu }] }
---
apiVersion: fieldmarshal/v1
kind: SLO
metadata: { name: find-works }
spec: { displayName: Finding works, workflow: find, objective: 0.9, windowDays: 7 }
---
apiVersion: fieldmarshal/v1
kind: Standard
metadata: { name: has-runbook }
spec: { displayName: Has a runbook, why: Nobody remembers at three., area: Knowledge, rule: runbook_set, fix: Write one. }
---
apiVersion: fieldmarshal/v1
kind: Standard
metadata: { name: has-dashboard }
spec: { displayName: Has a dashboard, why: Nobody sees at three., area: Knowledge, level: should, rule: dashboard_set, fix: Make one., due: '2030-01-31' }
---
apiVersion: fieldmarshal/v1
kind: Initiative
metadata: { name: knowledge }
spec: { displayName: Knowledge, why: Nobody remembers., standards: [has-runbook, has-dashboard], start: '2026-01-01', due: '2030-01-31' }
---
apiVersion: fieldmarshal/v1
kind: Ambush
metadata: { name: unannounced }
spec: { schedules: [watch] }
---
apiVersion: fieldmarshal/v1
kind: Schedule
metadata: { name: watch }
spec: { displayName: Watch, timezone: Etc/UTC, layers: [{ name: all, start: '2026-01-01T00:00:00Z', handoff: { type: weekly }, participants: [mira] }] }
---
apiVersion: fieldmarshal/v1
kind: TrainingLadder
metadata: { name: field-marshal }
spec: { displayName: Field Marshal, schedules: [watch], steps: [{ name: shadow, displayName: Shadow, criteria: [{ evidence: drills, atLeast: 1, minScore: 50 }], signOffs: 1 }] }
---
apiVersion: fieldmarshal/v1
kind: Scenario
metadata: { name: slow }
spec: { title: Registering people takes half a minute, product: search, environment: eu, minutes: 45, entries: [{ at: 0, voice: Support desk, say: Two customers report that uploads hang. }], solution: { severity: SEV2, cause: search, explanation: Search was slow. } }
---
apiVersion: fieldmarshal/v1
kind: Tracker
metadata: { name: jira }
spec: { displayName: Jira, newTicket: 'https://jira.example/?summary={{title}}', ticket: 'https://jira.example/browse/{{key}}' }
---
apiVersion: fieldmarshal/v1
kind: Dashboard
metadata: { name: fieldmarshal }
spec: { displayName: This, collect: true, tasks: [Lead an incident] }
`;

/** With all that a runbook can show. */
const runbook = `---
apiVersion: fieldmarshal/v1
kind: Runbook
metadata: { name: check-the-disk }
spec:
  displayName: Check the disk
  symptoms: [is broken]
  text: "# Look\\n\\n1. Log in\\n   - as root\\n     1. carefully\\n2. Look:\\n   \`\`\`\\n   df -h\\n   \`\`\`\\n\\n| a | b |\\n| - | - |\\n| 1 | 2 |\\n\\n> Do not delete."
`;

/** Who is on duty is an administrator, who sees every screen. */
export async function startHouse(): Promise<House> {
  const [server, receiver] = await Promise.all([startServer(), startReceiver()]);
  const site = await startServer({ env: { FIELDMARSHAL_SITE: 'outpost' } });
  const end = async (): Promise<void> => {
    await Promise.all([server.end(), site.end(), receiver.close()]);
  };
  const duty = onDuty(receiver.url).replace('[field-marshal]', '[admin, lead, field-marshal]');
  try {
    await server.apply(duty + objects.replace('CHECK', `${server.url}/livez`) + runbook);
    await live(server);
    const [run, drill] = [await ranCheck(server), await startedDrill(server)];
    return { server, site, run, drill, siteIncident: await toldBySite({ server, site, receiver }), end };
  } catch (error) {
    // Nobody else can end what was not handed over.
    await end();
    throw error;
  }
}

/** INC-1 is over and reviewed in part, INC-2 came from an alert and is open, a silence and a heartbeat stand. */
async function live(server: Server): Promise<void> {
  const declared = {
    title: 'Case files do not open',
    severity: 'SEV2',
    product: 'search',
    environment: 'eu',
  };
  await server.api('POST', '/incidents', declared);
  const first = '/incidents/INC-1';
  await server.api('POST', `${first}/notes`, { text: 'Seen in eu since ten' });
  await server.api('POST', `${first}/state`, { state: 'mitigating' });
  await server.api('POST', `${first}/resolve`, { summary: 'Rolled back' });
  await server.api('POST', `${first}/actions`, {
    title: 'A test of it',
    aim: 'prevent',
    dueOn: '2026-01-31',
  });
  await server.api('POST', `${first}/review/parts`, {
    part: 'what-happened',
    text: 'A release was wrong.',
    basis: 0,
  });
  await postAlerts(server, alertsOf(['QueueLag'], { product: 'search', environment: 'eu' }));
  await server.api('POST', '/feedback', { screen: '/now', found: 'no', words: 'Where is it?' });
  await until(async () => (await server.api<{ items: unknown[] }>('GET', '/incidents')).items.length === 2);
}

async function ranCheck(server: Server): Promise<string> {
  let run: { readonly id: string } | undefined;
  await until(async () => {
    const { items } = await server.api<{ items: { id: string; state: string }[] }>(
      'GET',
      '/runs?check=find-check',
    );
    run = items.find(({ state }) => state === 'ended');
    return run !== undefined;
  });
  return run?.id ?? '';
}

async function startedDrill(server: Server): Promise<string> {
  const asked = { scenario: 'slow', seat: 'trainee', trainee: 'mira', speed: 1 };
  // INC-2 is a SEV1, and open.
  const override = 'to be walked';
  return (await server.api<{ id: string }>('POST', '/drills', { ...asked, override })).id;
}

/** A site that was enrolled and has told of an incident of its own. */
async function toldBySite({
  server,
  site,
  receiver,
}: {
  readonly server: Server;
  readonly site: Server;
  readonly receiver: Receiver;
}): Promise<string> {
  const invited = await server.api<{ invitation: string; code: string }>('POST', '/sites', {
    ...{ name: 'outpost', environments: ['far'] },
  });
  const { answer } = await site.api<{ answer: string }>('POST', '/relay/join', {
    ...{ invitation: invited.invitation, code: invited.code },
  });
  await server.api('POST', '/sites/outpost/confirm', { answer });
  await site.apply(onDuty(receiver.url).replace('[field-marshal]', '[admin, field-marshal]'));
  const { id } = await site.api<{ id: string }>('POST', '/incidents', {
    title: 'No power',
    severity: 'SEV1',
  });
  await site.api('PUT', '/relay/link', { everySeconds: 3_600, url: server.url, standing: true });
  await site.api('POST', '/relay/link/calls', {});
  await until(async () => {
    const { items } = await server.api<{ items: { incidents?: number; name: string }[] }>('GET', '/sites');
    return (
      items.length > 0 &&
      (await server.api<unknown>('GET', `/sites/outpost/incidents/${id}`).then(
        () => true,
        () => false,
      ))
    );
  });
  return id;
}
