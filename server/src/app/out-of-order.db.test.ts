import { describe, expect, it } from 'vitest';
import { applyObjects } from '#catalog';
import { declareIncident } from '#incidents';
import { claimTimers, reactionHandlers, reactionTable, runJob } from '#platform';
import { engageTeam } from '../incidents/commands/people.ts';
import { reopenIncident, resolveIncident } from '../incidents/commands/course.ts';

import { as, testEnv, type TestEnv } from '../testing/index.ts';
import { domainHandlers } from './domains.ts';
import { reactions } from './reactions.ts';

const catalog = `
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ada }
spec: { displayName: Ada, email: ada@example.org, contactMethods: [{ channel: webhook, url: 'http://127.0.0.1:9/' }] }
---
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: maps }
spec: { members: [ada] }
---
apiVersion: fieldmarshal/v1
kind: EscalationPolicy
metadata: { name: main }
spec: { default: true, steps: [{ targets: [{ person: ada }], minutes: 5 }] }
`;

const env = await testEnv({ reactions, handlers: domainHandlers });
const lead = as(env, 'lead', ['admin']);
const files = [{ path: 'a.yaml', text: catalog }];
await applyObjects(lead, { files, dryRun: false, prune: false });

const reacting = new Map(reactionHandlers(reactionTable(reactions)).map((each) => [each.task.name, each]));

/** Runs what waits, the newest fact first: as several workers may, and as none may rely on. */
async function drainBackwards({ databases }: TestEnv): Promise<void> {
  const jobs = await claimTimers(databases.worker, { tasks: [...reacting.keys()], limit: 500 });
  const factOf = ({ key }: (typeof jobs)[number]) => Number(key.split(':')[1]);
  for (const job of jobs.toSorted((a, b) => factOf(b) - factOf(a)))
    await runJob(env, reacting.get(job.task), job);
  await env.drain();
}

async function escalations(id: string): Promise<string[]> {
  const rows = await env.databases.web
    .selectFrom('escalation')
    .select(['scope', 'status'])
    .where('incident_id', '=', id)
    .orderBy('started_at')
    .execute();
  return rows.map(({ scope, status }) => `${scope || 'incident'} ${status}`);
}

describe('facts that are taken up in another order than they happened in', () => {
  it('page nobody for an incident that has ended since', async () => {
    const { id } = await declareIncident(lead, { title: 'Maps are empty', severity: 'SEV1' });
    await env.drain();
    await engageTeam(lead, { id, team: 'maps', reason: '' });
    await resolveIncident(lead, { id, summary: 'Put back.' });
    await drainBackwards(env);
    expect(await escalations(id)).toEqual(['incident stopped']);
  });

  it('do not silence an incident that goes on again, and its alerts stay with it', async () => {
    const { id } = await declareIncident(lead, { title: 'Maps are empty', severity: 'SEV1' });
    await env.drain();
    await env.databases.pools.web.query(
      `insert into alert_group (route, key, labels, state, action, title, integration, integration_name, incident_id, opened_at)
       values ('maps', 'maps', '{}', 'open', 'incident', 'Maps', '', '', $1, now())`,
      [id],
    );
    await env.fastForward(1_000);
    await resolveIncident(lead, { id, summary: 'Put back.' });
    await env.fastForward(1_000);
    await reopenIncident(lead, { id, reason: 'It is back.' });
    await drainBackwards(env);
    expect(await escalations(id)).toEqual(['incident stopped', 'incident paging']);
    const groups = await env.databases.web
      .selectFrom('alert_group')
      .select('state')
      .where('incident_id', '=', id)
      .execute();
    expect(groups).toEqual([{ state: 'open' }]);
  });
});
