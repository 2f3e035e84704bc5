import { beforeAll, describe, expect, it } from 'vitest';
import { putObject } from '#catalog';
import { as, testEnv, type TestEnv } from '#testing';
import { domainHandlers } from '../../app/domains.ts';
import { reactions } from '../../app/reactions/index.ts';
import { acceptDelegation, getIncident, returnDelegation } from '#incidents';
import { reopenIncident, resolveIncident } from '../../incidents/commands/course.ts';
import { engageTeam, takeRole } from '../../incidents/commands/people.ts';
import { setPrivacy } from '../../incidents/commands/privacy.ts';
import { findSimilar } from '../similar/find-similar.ts';
import { writeNote } from '../../incidents/commands/work.ts';
import { declared, seedCatalog } from '../../incidents/testing/room.ts';
import { answerPage } from '../../oncall/pages/answer-page.ts';
import { adviseIncident } from '../triage/advise-incident.ts';
import { delegate, readPack } from './delegate.ts';
import { readOffer } from './offer.ts';
import { readTeamRecord } from './read-record.ts';

let env: TestEnv;
const mira = () => as(env, 'mira', ['field-marshal']);
const ola = () => as(env, 'ola');
const minute = 60_000;

beforeAll(async () => {
  env = await testEnv({ handlers: domainHandlers, reactions });
  await seedCatalog(env);
  await putObject(as(env, 'ada', ['lead']), {
    kind: 'EscalationPolicy',
    name: 'marshals',
    spec: { default: true, steps: [{ targets: [{ person: 'mira' }], minutes: 5 }] },
    generation: 0,
  });
});

/** Given to the team of uploads, by somebody who leads or not, with everything that follows done. */
async function given({ leads = false } = {}): Promise<string> {
  const { id } = await declared(mira(), { title: 'Uploads fail', product: 'uploads', severity: 'SEV3' });
  if (leads) await takeRole(mira(), { id, role: 'field-marshal' });
  await writeNote(mira(), {
    ...{
      id,
      text: 'The cause is a full disk of the gatekeeper.',
      code: null,
      attachments: [],
      decision: false,
    },
  });
  await delegate(mira(), { id, team: 'files', minutes: 15, reason: 'One product only' });
  await env.drain();
  return id;
}
const standing = async (id: string) => (await getIncident(mira(), { id })).delegation;
const pagesOf = async (id: string) => {
  const { rows } = await env.databases.pools.web.query<{
    id: string;
    person: string;
    team: string | null;
    reason: string;
  }>(`select id, person, team, reason from page where incident_id = $1 order by opened_at, id`, [id]);
  return rows;
};

describe('an incident that is given to the product team', () => {
  it('pages the team, which has a context pack to read with what was known then', async () => {
    const offer = await readOffer(mira(), { id: (await declared(mira(), { product: 'uploads' })).id });
    expect(offer).toMatchObject({ team: 'files', record: { given: 0 } });
    const id = await given();
    expect(await standing(id)).toMatchObject({ team: 'files', state: 'waiting' });
    expect(await pagesOf(id)).toContainEqual(expect.objectContaining({ person: 'ola', team: 'files' }));
    const { markdown } = await readPack(ola(), { id });
    expect(markdown).toContain('The cause is a full disk of the gatekeeper. [');
    expect(markdown).toContain(`http://127.0.0.1:4600/incidents/${id}`);
    await expect(delegate(ola(), { id, team: 'files', minutes: 5, reason: '' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(delegate(mira(), { id, team: 'nobody', minutes: 5, reason: '' })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  it('has no private incident in its context pack, whoever compiles it: the pack stands in the log for all who read that', async () => {
    const past = async (title: string): Promise<string> => {
      const { id } = await declared(mira(), { title, product: 'uploads', severity: 'SEV3' });
      await resolveIncident(mira(), { id, summary: 'The gatekeeper was restarted.' });
      await env.drain();
      return id;
    };
    const [open, closed] = [await past('Uploads hang at the gatekeeper'), await past('Uploads hang at noon')];
    await setPrivacy(mira(), { id: closed, private: true });
    const { id } = await declared(mira(), {
      title: 'Uploads hang at the gatekeeper at noon',
      product: 'uploads',
    });
    expect((await findSimilar(mira(), { id })).items.map(({ incidentId }) => incidentId)).toContain(closed);
    const { pack } = await readOffer(mira(), { id });
    expect(pack).toContain(`- ${open} Uploads hang at the gatekeeper`);
    expect(pack).not.toContain('Uploads hang at noon');
  });

  it('is taken over by answering the page, and does not come back when the time is over', async () => {
    const id = await given();
    const page = (await pagesOf(id)).find(({ team }) => team === 'files');
    await answerPage(ola(), { pageId: page?.id ?? '', answer: 'acknowledge' });
    await env.drain();
    expect(await standing(id)).toMatchObject({ state: 'accepted' });
    await env.fastForward(20 * minute);
    await env.drain();
    expect(await standing(id)).toMatchObject({ state: 'accepted' });
  });

  it('returns by itself where nobody takes it over in time, and pages whoever leads', async () => {
    const id = await given({ leads: true });
    await env.fastForward(14 * minute);
    await env.drain();
    expect(await standing(id)).toMatchObject({ state: 'waiting' });
    await env.fastForward(2 * minute);
    await env.drain();
    expect(await standing(id)).toMatchObject({ state: 'returned', how: 'late' });
    const last = (await pagesOf(id)).at(-1);
    expect(last).toMatchObject({ person: 'mira', team: null });
    expect(last?.reason).toContain('Team files did not take it over in time');
  });

  it('returns when the team gives it back, and pages by the default policy where nobody leads', async () => {
    const id = await given();
    const before = (await pagesOf(id)).length;
    await returnDelegation(ola(), { id, how: 'bounced', reason: 'It is the gateway' });
    await env.drain();
    const pages = await pagesOf(id);
    expect(pages.length).toBeGreaterThan(before);
    expect(pages.at(-1)?.person).toBe('mira');
    expect(pages.at(-1)?.reason).toContain('It is the gateway');
    await expect(acceptDelegation(ola(), { id, note: '' })).rejects.toMatchObject({ code: 'refused' });
  });

  it('leaves a record that its team can read, and that the advice goes by', async () => {
    const over = await given();
    await acceptDelegation(ola(), { id: over, note: '' });
    await resolveIncident(mira(), { id: over, summary: 'Over.' });
    await env.drain();
    const { record: before } = await readTeamRecord(ola(), { team: 'files', limit: 10 });
    await reopenIncident(mira(), { id: over, reason: 'It is back.' });
    await env.drain();
    const { record, items } = await readTeamRecord(ola(), { team: 'files', limit: 10 });
    expect(record).toMatchObject({ kept: before.kept - 1, reopened: 1, bounced: 1, late: 2 });
    expect(items[0]).toMatchObject({ incidentId: over, state: 'returned', how: 'reopened' });
    const { points } = await adviseIncident(mira(), { id: over });
    expect(points.map(({ text }) => text)).toContain(
      '4 of the last 4 that team files was given alone came back',
    );
    await expect(readTeamRecord(ola(), { team: 'nobody', limit: 10 })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('pages a team anew that had given it back, and one that had answered a page of it before', async () => {
    const id = await given();
    await returnDelegation(ola(), { id, how: 'bounced', reason: 'It is the gateway' });
    await env.drain();
    const ofTeam = async () => (await pagesOf(id)).filter(({ team }) => team === 'files');
    expect(await ofTeam()).toHaveLength(1);
    await delegate(mira(), { id, team: 'files', minutes: 15, reason: 'It is yours after all' });
    await env.drain();
    expect(await ofTeam()).toHaveLength(2);

    const { id: other } = await declared(mira(), { title: 'Uploads fail', product: 'uploads' });
    await engageTeam(mira(), { id: other, team: 'files', reason: '' });
    await env.drain();
    const page = (await pagesOf(other)).find(({ team }) => team === 'files');
    await answerPage(ola(), { pageId: page?.id ?? '', answer: 'acknowledge' });
    await env.drain();
    await env.fastForward(minute);
    await delegate(mira(), { id: other, team: 'files', minutes: 15, reason: 'Yours alone' });
    await env.drain();
    expect((await pagesOf(other)).filter(({ team }) => team === 'files')).toHaveLength(2);
  });
});
