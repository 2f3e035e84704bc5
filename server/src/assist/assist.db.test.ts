import type { CauseVerdict } from '@fieldmarshal/contract/localisation';
import { beforeAll, describe, expect, it } from 'vitest';
import { as, testEnv, type TestEnv } from '#testing';
import {
  describeIncident,
  reopenIncident,
  resolveIncident,
  setSeverity,
  undoLast,
} from '../incidents/commands/course.ts';
import { engageTeam } from '../incidents/commands/people.ts';
import { writeNote } from '../incidents/commands/work.ts';
import { declared, seedCatalog } from '../incidents/testing/room.ts';
import { incidentReopened, incidentResolved, recordOnIncident } from '#incidents';
import { on, systemCtx } from '#platform';
import { readReview } from './review/read-review.ts';
import { findSimilar } from './similar/find-similar.ts';
import { forgetIncident, rememberIncident } from './similar/remember.ts';
import { draftReview, summariseIncident } from './summary/summarise-incident.ts';
import { readTitleProposal } from './title/propose-title.ts';
import { adviseIncident } from './triage/advise-incident.ts';

let env: TestEnv;
beforeAll(async () => {
  env = await testEnv({
    reactions: [
      on(incidentResolved, 'remember', async (ctx, { data }) => rememberIncident(ctx, data)),
      on(incidentReopened, 'forget', async (ctx, { data }) => forgetIncident(ctx, data)),
    ],
  });
  await seedCatalog(env);
});

const mira = () => as(env, 'mira', ['lead']);
const verdict: CauseVerdict = {
  ...{
    clear: true,
    nothing: 0,
    noChange: 1,
    pair: null,
    wouldDecide: [],
    changes: [],
    silent: [],
    weights: '',
  },
  suspects: [
    {
      ...{ kind: 'product', name: 'uploads', displayName: 'Uploads', team: null, probability: 0.9 },
      ...{ evidence: [], version: null },
    },
  ],
  basis: {
    ...{ failingRuns: 0, passingRuns: 0, spans: 0, usualSpans: 0, alerts: 0, changes: 0, series: 0 },
    ...{ droppedSpans: 0, gaps: [] },
  },
};
const note = async (id: string, text: string) =>
  writeNote(mira(), { id, text, code: null, attachments: [], decision: false });
const upload = async (title: string) => declared(mira(), { title, product: 'uploads', severity: 'SEV2' });

describe('the summary of an incident', () => {
  it('cites entries of the log by their number, and says what is not known', async () => {
    const { id } = await upload('Uploads fail');
    await note(id, 'Uploads over 10 MB fail for customers in eu-west.');
    const told = await note(id, 'The cause is a full disk of the gatekeeper.');
    const summary = await summariseIncident(mira(), { id });
    expect(summary.lines.map(({ text, cites }) => [text, cites])).toEqual([
      ['SEV2 incident, triage: Uploads fail.', [1]],
      ['Uploads over 10 MB fail for customers in eu-west.', [told.seq - 1]],
      ['The cause is a full disk of the gatekeeper.', [told.seq]],
    ]);
    expect(summary).toMatchObject({
      by: 'rules',
      asOf: told.seq,
      slots: { workaround: null, cause: { cites: [told.seq] } },
    });
    expect(summary.oneLine).toBe(
      'SEV2: Uploads fail, triage. Uploads over 10 MB fail for customers in eu-west. The cause is a full disk of the gatekeeper.',
    );
  });

  it('names a likely cause as long as the last that was found of it says so', async () => {
    const { id } = await upload('Uploads break');
    const found = async (state: 'clear' | 'not-clear', version: number) =>
      recordOnIncident(systemCtx(env, 'causes'), {
        incidentId: id,
        command: {
          type: 'record-cause',
          state,
          version,
          probability: 0.9,
          why: '',
          causes: state === 'clear' ? [{ kind: 'product', name: 'uploads', displayName: 'Uploads' }] : [],
        },
      });
    await found('clear', 1);
    const cause = async () => (await summariseIncident(mira(), { id })).slots.cause?.text ?? null;
    expect(await cause()).toBe('The likely cause is Uploads.');
    await found('not-clear', 2);
    expect(await cause()).toBeNull();
    await found('clear', 3);
    expect(await cause()).toBe('The likely cause is Uploads.');
    // The log is told of a verdict a limited number of times; what stands is what counts.
    const stands = async ({ clear }: { clear: boolean }) =>
      env.databases.pools.web.query(
        `insert into cause_case (kind, incident_id, since, runs, verdict) values ('incident', $1, now(), '{"runs":[],"elsewhere":[]}', $2)
        on conflict (incident_id) do update set verdict = excluded.verdict`,
        [id, { ...verdict, clear }],
      );
    await stands({ clear: true });
    expect(await cause()).toBe('The likely cause is Uploads.');
    await stands({ clear: false });
    expect(await cause()).toBeNull();
  });

  it('says how many alerts fire as they were counted last, and nothing of it once they have ended', async () => {
    const { id } = await upload('Uploads stop');
    const counted = async (group: string, firing: number, total: number) =>
      recordOnIncident(systemCtx(env, 'alerts'), {
        incidentId: id,
        command: {
          type: 'record-alerts',
          group,
          title: 'Uploads',
          firing,
          total,
          newTitles: [`No ${total}`],
        },
      });
    const said = async () => (await summariseIncident(mira(), { id })).lines.slice(1).map(({ text }) => text);
    await counted('1', 2, 2);
    await counted('1', 3, 3);
    expect(await said()).toEqual(['3 of 3 alerts are firing, the newest: No 3.']);
    await recordOnIncident(systemCtx(env, 'alerts'), {
      incidentId: id,
      command: { type: 'record-alerts-resolved', group: '1' },
    });
    expect(await said()).toEqual(['All 3 alerts of a group have ended.']);
  });

  it('holds the last word of a person on the cause, and not the ones before it', async () => {
    const { id } = await upload('Uploads stall');
    const answered = async (cause: { kind: 'product'; name: string; displayName: string } | null) =>
      recordOnIncident(systemCtx(env, 'causes'), {
        incidentId: id,
        command: {
          ...{ type: 'answer-cause', answer: cause === null ? 'rejected' : 'confirmed', cause },
          ...{ faultKind: null, note: '' },
        },
      });
    const cause = async () => (await summariseIncident(mira(), { id })).slots.cause?.text ?? null;
    await answered({ kind: 'product', name: 'uploads', displayName: 'Uploads' });
    expect(await cause()).toBe('The cause was confirmed to be Uploads.');
    await answered(null);
    expect(await cause()).toBeNull();
  });

  it('goes with a better title once it is known who broke it, until a person has named it since', async () => {
    const { id } = await declared(mira(), { title: 'Thumbnails time out', product: null });
    const proposed = async () => (await readTitleProposal(mira(), { id })).proposal;
    expect(await proposed()).toBeNull();
    await recordOnIncident(systemCtx(env, 'causes'), {
      incidentId: id,
      command: {
        ...{ type: 'record-cause', state: 'clear', version: 1, probability: 0.87, why: '' },
        causes: [{ kind: 'product', name: 'uploads', displayName: 'Uploads' }],
      },
    });
    const proposal = await proposed();
    expect(proposal).toMatchObject({
      ...{ title: 'Uploads is slow', causes: ['Uploads'], cites: [expect.any(Number)] },
      why: 'the verdict is 87% sure who broke it',
    });
    await describeIncident(mira(), { id, title: 'Thumbnails of Ann', summary: '' });
    expect(await proposed()).toBeNull();
  });

  it('tells what is new since an entry, nothing where nothing is, and nothing that was taken back', async () => {
    const { id } = await upload('Uploads hang');
    const { seq } = await note(id, 'Uploads hang at 99%.');
    const since = async () => summariseIncident(mira(), { id, since: seq });
    expect(await since()).toMatchObject({ lines: [], entries: 0 });
    await note(id, 'The proxy was restarted.');
    expect((await since()).lines.map(({ text }) => text)).toEqual(['The proxy was restarted.']);
    await undoLast(mira(), { id, seq: null });
    expect((await since()).lines).toEqual([]);
  });

  it('is not there for somebody who may not read incidents, or where there is none', async () => {
    const { id } = await upload('Uploads');
    const nobody = as(env, 'nobody', []);
    for (const ask of [summariseIncident, findSimilar, adviseIncident, draftReview]) {
      await expect(ask(nobody, { id })).rejects.toMatchObject({ code: 'not-found' });
      await expect(ask(mira(), { id: 'INC-999999' })).rejects.toMatchObject({ code: 'not-found' });
    }
  });
});

describe('similar incidents', () => {
  it('are those that were resolved, with what fixed them and why; what came back is none', async () => {
    const past = await upload('Gatekeeper without quorum');
    await note(past.id, 'Restarted the gatekeeper, which restored its quorum.');
    const now = await upload('Gatekeeper lost its quorum again');
    expect(
      (await findSimilar(mira(), { id: now.id })).possiblySame.map(({ incidentId }) => incidentId),
    ).toContain(past.id);
    // A drill of the same product is not what this is, and this is not what the drill plays.
    const drill = await declared(mira(), { title: 'Quorum', product: 'uploads', drill: true });
    const found = await findSimilar(mira(), { id: now.id });
    expect(found.possiblySame.map(({ incidentId }) => incidentId)).not.toContain(drill.id);
    expect((await findSimilar(mira(), { id: drill.id })).possiblySame).toEqual([]);
    await resolveIncident(mira(), { id: past.id, summary: 'Quorum is back.' });
    await env.drain();
    const { items } = await findSimilar(mira(), { id: now.id });
    expect(items[0]).toMatchObject({
      incidentId: past.id,
      sharedProducts: ['uploads'],
      fixed: 'Restarted the gatekeeper, which restored its quorum.',
    });
    expect(items[0]?.words).toContain('quorum');
    await reopenIncident(mira(), { id: past.id, reason: 'It came back' });
    await env.drain();
    expect(
      (await findSimilar(mira(), { id: now.id })).items.map(({ incidentId }) => incidentId),
    ).not.toContain(past.id);
  });

  it('are fixed by what somebody resolved them with, where the log says no more', async () => {
    const past = await declared(mira(), { title: 'Thumbnails pale', product: 'uploads' });
    await resolveIncident(mira(), { id: past.id, summary: 'Added workers.' });
    await env.drain();
    const now = await upload('Thumbnails pale again');
    const { items } = await findSimilar(mira(), { id: now.id });
    expect(items.find(({ incidentId }) => incidentId === past.id)?.fixed).toBe('Added workers.');
  });
});

describe('triage advice', () => {
  it('follows the log: more teams, worse severity, what people write', async () => {
    const { id } = await upload('Uploads fail');
    const points = async () => (await adviseIncident(mira(), { id })).points.map((point) => point.id);
    expect(await points()).not.toContain('teams');
    await engageTeam(mira(), { id, team: 'files', reason: '' });
    await engageTeam(mira(), { id, team: 'maps', reason: '' });
    const { seq } = await note(id, 'No data was lost at first. Now we have lost data of two customers.');
    await setSeverity(mira(), { id, severity: 'SEV1', reason: '' });
    const advice = await adviseIncident(mira(), { id });
    expect(advice.advice).toBe('field-marshal');
    expect(advice.points.find((point) => point.id === 'data')?.cites).toEqual([seq]);
    expect(await points()).toEqual(expect.arrayContaining(['teams', 'severity', 'data']));
  });
});

it('drafts a review that says what happened, how fast, and what is open', async () => {
  const { id } = await upload('Uploads fail');
  await note(id, 'Uploads fail with error 502.');
  await resolveIncident(mira(), { id, summary: 'Over.' });
  const { markdown } = await draftReview(mira(), { id });
  expect(markdown).toContain('## What happened');
  expect(markdown).toContain('Uploads fail with error 502. [2]');
  expect(markdown).toContain('What was the cause? The log does not say.');
  expect(markdown).toMatch(
    /## Decisive moments\n\n- \S+Z Declared: Uploads fail \[1\]\n- \S+Z Resolved: Over\. \[3\]/,
  );
  expect(markdown).toContain('- data: nobody said whether any was lost');
  expect(markdown).toContain('- Somebody had to report it: no check or alert opened it.');
});

it('gives the review in fields: what was written, when, what turned it, and what is missing', async () => {
  const { id } = await upload('Downloads fail');
  await setSeverity(mira(), { id, severity: 'SEV3', reason: '' });
  await resolveIncident(mira(), { id, summary: 'Over.' });
  const review = await readReview(mira(), { id });
  expect(review.times.map(({ name, at }) => [name, at !== null])).toEqual([
    ['Declared', true],
    ['Acknowledged', true],
    ['Field Marshal', false],
    ['Severity assessed', true],
    ['Impact confirmed', false],
    ['First message sent', false],
    ['Mitigated', false],
    ['Resolved', true],
  ]);
  expect(review.moments.map(({ text }) => text)).toEqual([
    'Declared: Downloads fail',
    expect.stringContaining('SEV3'),
    'Resolved: Over.',
  ]);
  expect(review.moments.every(({ by }) => by !== '')).toBe(true);
  expect(review).toMatchObject({ parts: [], factors: [], actions: [], impact: { dataLoss: null } });
  expect(review.missing).toContain('what happened');
  await expect(readReview(mira(), { id: 'INC-999999' })).rejects.toMatchObject({ code: 'not-found' });
});
