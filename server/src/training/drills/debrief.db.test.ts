import { beforeAll, describe, expect, it } from 'vitest';
import { applyObjects } from '#catalog';
import { systemCtx } from '#platform';
import { domainHandlers } from '../../app/domains.ts';
import { reactions } from '../../app/reactions/index.ts';
import { draftReview } from '../../assist/summary/summarise-incident.ts';
import { as, testEnv, type TestEnv } from '../../testing/index.ts';
import { endDrill } from './control-drill.ts';
import { debriefDrill } from './debrief.ts';
import { readDrill } from './read-drills.ts';
import { startDrill } from './start-drill.ts';

const person = (name: string): string => `kind: Person
metadata: { name: ${name} }
spec: { displayName: ${name}, email: ${name}@example.org }`;
const catalog = [
  ...['mira', 'ola', 'tess'].map((name) => person(name)),
  `kind: Scenario
metadata: { name: slow-uploads }
spec:
  title: Uploads are slow
  minutes: 20
  entries: [{ at: 2, say: Nothing arrives here. }]
  solution: { severity: SEV2, explanation: Roll back. }`,
];

let env: TestEnv;
let mira: ReturnType<typeof as>;
let ola: ReturnType<typeof as>;
const scenario = { scenario: 'slow-uploads', seat: 'trainee', trainee: 'mira', speed: 1 } as const;

beforeAll(async () => {
  env = await testEnv({ handlers: domainHandlers, reactions });
  const files = catalog.map((text, index) => ({
    path: `${index}.yaml`,
    text: `apiVersion: fieldmarshal/v1\n${text}\n`,
  }));
  await applyObjects(systemCtx(env, 'test'), { files, dryRun: false, prune: false });
  mira = as(env, 'mira');
  ola = as(env, 'ola', ['lead']);
});

/** Messages under keys that begin so, as whom and subject. */
async function told(prefix: string): Promise<[string, unknown][]> {
  const rows = await env.databases.web
    .selectFrom('delivery')
    .select(['key', 'message'])
    .orderBy('id')
    .execute();
  return rows
    .filter(({ key }) => key.startsWith(prefix))
    .map(({ key, message }) => [
      key.split('.')[1] ?? '',
      typeof message === 'object' && message !== null && 'subject' in message ? message['subject'] : null,
    ]);
}

describe('the mentor of a drill', () => {
  it('is told that it begins, unless it is the mentor who starts it', async () => {
    const { id } = await startDrill(mira, { ...scenario, mentor: 'tess' });
    expect(await told(`drill-begins-${id}.`)).toEqual([
      ['tess', 'DRILL Uploads are slow begins, and you are its mentor'],
    ]);
    await endDrill(ola, { id });
    const own = await startDrill(ola, { ...scenario, mentor: 'ola' });
    expect(await told(`drill-begins-${own.id}.`)).toEqual([]);
    await endDrill(ola, { id: own.id });
  });
});

describe('the debrief of a drill', () => {
  it('has words of everybody, which nobody else writes over, and who led is told once of what each other says', async () => {
    const { id } = await startDrill(ola, scenario);
    await expect(debriefDrill(ola, { id, well: 'Calm.', practise: '' })).rejects.toMatchObject({
      code: 'refused',
    });
    await endDrill(ola, { id });
    await debriefDrill(ola, { id, well: 'Calm.', practise: 'Say the next update.' });
    await debriefDrill(mira, { id, well: 'I was calm.', practise: '', replaces: null });
    const words = async () =>
      (await readDrill(mira, { id })).debriefs.map(({ by, well, practise }) => [by, well, practise]);
    const olas = ['ola', 'Calm.', 'Say the next update.'];
    expect(await words()).toEqual([olas, ['mira', 'I was calm.', '']]);
    // One's own on another page are not lost without a word either.
    const overtaken = debriefDrill(mira, { id, well: 'Hm.', practise: '', replaces: null });
    await expect(overtaken).rejects.toMatchObject({ code: 'conflict' });
    const read = { well: 'I was calm.', practise: '' };
    await debriefDrill(mira, { id, well: '', practise: 'Write more down.', replaces: read });
    expect(await words()).toEqual([olas, ['mira', '', 'Write more down.']]);
    await debriefDrill(mira, { id, well: '', practise: '' });
    expect(await words()).toEqual([olas]);
    await debriefDrill(ola, { id, well: 'Calm indeed.', practise: '' });
    expect(await told(`drill-debrief-${id}`)).toEqual([
      ['mira', 'ola says how you did in DRILL Uploads are slow'],
    ]);
  });
});

describe('the review of a drill', () => {
  it('says that it is one, and does not say that a check or an alert opened it', async () => {
    const { id, incidentId } = await startDrill(ola, scenario);
    await endDrill(ola, { id });
    const { markdown } = await draftReview(mira, { id: incidentId });
    expect(markdown).toMatch(/^# DRILL Review of /);
    expect(markdown).not.toContain('A check or an alert opened it');
  });
});
