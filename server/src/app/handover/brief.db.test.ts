import { expect, test } from 'vitest';
import { applyObjects } from '#catalog';
import { declareIncident } from '#incidents';
import { systemCtx } from '#platform';
import { briefText } from '../../oncall/handover/core/brief.ts';
import { as, testEnv } from '../../testing/index.ts';
import { briefSeenBy, readBrief } from './brief.ts';

const catalog = `---
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ada }
spec: { displayName: Ada Example, email: ada@example.org }
---
apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: gov-2 }
spec: { displayName: Gov 2, connection: disconnected }
---
apiVersion: fieldmarshal/v1
kind: Schedule
metadata: { name: rota }
spec: { displayName: Rota, timezone: Etc/UTC }
`;

test('the brief says what is going on, the same for the same data, each line with an address', async () => {
  const env = await testEnv();
  const ctx = as(env, 'ada', ['admin']);
  await applyObjects(ctx, { files: [{ path: 'a.yaml', text: catalog }], dryRun: false, prune: false });
  await declareIncident(ctx, { title: 'Checkout fails', severity: 'SEV1' });
  const brief = await readBrief(ctx);
  const linesOf = (key: string) => brief.sections.find((section) => section.key === key)?.lines ?? [];
  expect(brief.sections.map(({ key }) => key)).toEqual([
    'incidents',
    'promises',
    'risks',
    'environments',
    'changes',
    'silences',
  ]);
  expect(linesOf('incidents')).toMatchObject([
    { href: expect.stringMatching(/^\/incidents\/INC-/) as unknown },
  ]);
  expect(linesOf('incidents')[0]?.text).toContain('Checkout fails: SEV1, triage, no Field Marshal');
  expect(
    linesOf('risks')
      .map(({ text }) => text)
      .join('\n'),
  ).toMatch(/Nobody has acknowledged INC-\d+[^]*Nobody of the rota of Rota is on call/);
  expect(linesOf('environments')).toEqual([
    {
      text: 'Gov 2 is disconnected: what is known of it is what it last told.',
      href: '/catalog/Environment/gov-2',
    },
  ]);
  const again = await readBrief(ctx);
  expect({ ...again, at: brief.at }).toEqual(brief);
  expect(briefText(brief, 'Mind the queue')).toContain('Note of who hands over\nMind the queue');
  await expect(readBrief(as(env, 'eve', []))).rejects.toMatchObject({ code: 'not-found' });
});

test('for somebody else says what they may see: nothing private, and nothing of a restricted environment', async () => {
  const env = await testEnv({});
  const text = `${catalog}---
apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: mil }
spec: { restricted: true }
---
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: bo }
spec: { email: bo@example.org }
`.replace('email: ada@example.org', 'email: ada@example.org, clearances: [mil]');
  const ada = as(env, 'ada', ['admin']);
  await applyObjects(ada, { files: [{ path: 'a.yaml', text }], dryRun: false, prune: false });
  await declareIncident(ada, { title: 'Quokka of few', private: true });
  await declareIncident(ada, { title: 'Quokka in mil', environment: 'mil' });
  await declareIncident(ada, { title: 'For everybody' });
  const system = systemCtx(env, 'test');
  const [hers, his] = await Promise.all(['ada', 'bo'].map(async (person) => briefSeenBy(system, person)));
  expect(JSON.stringify(hers)).toMatch(/Quokka of few.*Quokka in mil|Quokka in mil.*Quokka of few/);
  expect(JSON.stringify(his)).toContain('For everybody');
  expect(JSON.stringify(his)).not.toContain('Quokka');
  expect([hers?.isWhole, his?.isWhole]).toEqual([true, false]);
});
