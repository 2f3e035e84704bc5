import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apiDocuments } from './api-v2.ts';
import { statusFiles } from './files.ts';
import { dayMs, historyOf, statesNow } from './history.ts';
import type { Published, StatusFacts } from './published.ts';
import { threadsOf } from './threads.ts';
import { limitedTo, publicOnly, statusView } from './view.ts';
import { percent } from './words.ts';

const now = Date.parse('2026-11-26T12:00:00Z');
const hour = 3_600_000;
const app = 'aaaaaaaaaaaa';
const work = 'bbbbbbbbbbbb';

function message(id: string, parts: Partial<Published> = {}): Published {
  return {
    id,
    thread: 'cccccccccccc',
    application: app,
    language: 'en',
    stage: 'investigating',
    title: 'Hearthway: we are looking into a problem',
    body: 'Opening a case may fail.',
    said: [{ part: work, state: 'major-outage' }],
    startsAt: now - 4 * hour,
    endsAt: null,
    sentAt: now - 3 * hour,
    corrects: null,
    publicTitle: null,
    onPage: true,
    ...parts,
  };
}

const facts: StatusFacts = {
  title: 'Service status',
  url: 'https://status.example.org/status',
  root: '/status',
  subscribeUrl: 'https://fm.example.org/status/subscribe',
  signInUrl: null,
  now,
  parts: [
    { key: app, publicName: 'Hearthway', parent: null, firstAt: now - 10 * dayMs },
    { key: work, publicName: 'Open a case', parent: app, firstAt: now - 10 * dayMs },
  ],
  published: [],
  watch: [{ from: now - 100 * dayMs, to: null }],
};
const resolved = message('m2', {
  stage: 'resolved',
  sentAt: now - hour,
  endsAt: now - 2 * hour,
  said: [{ part: work, state: 'operational' }],
});

describe('how a part is now', () => {
  test('an application is partly out where one of its workflows is out, and well once that is told to be over', () => {
    const open = { ...facts, published: [message('m1')] };
    expect([...statesNow(open).values()]).toEqual(['partial-outage', 'major-outage']);
    expect([...statesNow({ ...facts, published: [message('m1'), resolved] }).values()]).toEqual([
      'operational',
      'operational',
    ]);
  });

  test('what answers with wrong data says so, to machines as the nearest that is not minor, and counts as down', () => {
    const wrong = message('m1', { said: [{ part: work, state: 'wrong-data' }] });
    const view = statusView({ ...facts, published: [wrong] });
    expect([...view.states.values()]).toEqual(['wrong-data', 'wrong-data']);
    const html = statusFiles(view).get('')?.text ?? '';
    expect(html).toContain('<h1>Some data is wrong</h1>');
    expect(html).toMatch(/Open a case<\/bdi><\/span><span class="st"><svg[^]*?<b>Wrong data<\/b>/);
    expect(html).toContain('Investigating, wrong data.');
    expect(html).not.toMatch(/outage<\/b>|Partial outage/);
    expect(apiDocuments(view)).toMatchObject({
      'status.json': { status: { indicator: 'major', description: 'Some data is wrong' } },
      'components.json': {
        components: [
          { status: 'partial_outage', description: 'Wrong data' },
          { status: 'partial_outage', description: 'Wrong data' },
        ],
      },
      'incidents.json': { incidents: [{ impact: 'major' }] },
    });
    const [history] = historyOf(view.facts);
    expect(history?.days.at(-1)).toMatchObject({ state: 'wrong-data', ms: { 'wrong-data': 4 * hour } });
    expect(history?.uptime).toBeLessThan(1);
  });

  test('it is over for all once it is told to be over in one language', () => {
    const german = message('m1', { language: 'de' });
    const view = threadsOf({ ...facts, published: [message('m1'), german, resolved] });
    expect(view.map(({ stage, resolvedAt }) => [stage, resolvedAt])).toEqual([['resolved', now - 2 * hour]]);
  });

  test('announced maintenance shows while it lasts', () => {
    const planned = message('p1', {
      stage: 'maintenance',
      startsAt: now - hour,
      endsAt: now + hour,
      said: [],
      thread: 'dddddddddddd',
    });
    const at = (moment: number) => statesNow({ ...facts, published: [planned], now: moment }).get(app);
    expect([at(now - 2 * hour), at(now), at(now + hour)]).toEqual([
      'operational',
      'maintenance',
      'operational',
    ]);
  });
});

describe('what is told in another language', () => {
  const german = (id: string, parts: Partial<Published> = {}) =>
    message(id, { language: 'de', body: `Auf Deutsch: ${id}.`, ...parts });
  const bodies = (published: Published[]) =>
    threadsOf({ ...facts, published })[0]?.updates.map(({ body }) => body);

  test('moves no part without its words: what English has not told yet stands there as it was told', () => {
    const better = [{ part: work, state: 'degraded' as const }];
    const newer = german('d2', { sentAt: now - hour, stage: 'identified', said: better });
    const given = { ...facts, published: [message('m1'), german('d1'), newer] };
    expect(statesNow(given).get(work)).toBe('degraded');
    expect(bodies(given.published)).toEqual(['Auf Deutsch: d2.', 'Opening a case may fail.']);
    expect(statusFiles(statusView(given)).get('')?.text).toMatch(/<li lang="de">.*Auf Deutsch: d2\./);
    const caughtUp = message('m2', { ...newer, id: 'm2', language: 'en', body: 'Found.', sentAt: now - 1 });
    expect(bodies([...given.published, caughtUp])).toEqual(['Found.', 'Opening a case may fail.']);
  });

  test('is not shown where it is the same word', () => {
    expect(bodies([message('m1'), german('d1', { sentAt: now - hour })])).toEqual([
      'Opening a case may fail.',
    ]);
  });
});

describe('a correction', () => {
  const wrong = message('m1');
  const right = [{ part: work, state: 'degraded' as const }];

  test('of the last word takes its place, for all languages', () => {
    const german = message('m2', { language: 'de', sentAt: wrong.sentAt + 1 });
    const correction = message('m3', { corrects: 'm1', sentAt: now - hour, said: right });
    const given = { ...facts, published: [wrong, german, correction] };
    expect(statesNow(given).get(work)).toBe('degraded');
    expect(threadsOf(given)[0]?.stage).toBe('investigating');
  });

  test('of words that others have followed opens nothing again, and its update stands where things stand', () => {
    const correction = message('m3', { corrects: 'm1', sentAt: now - hour / 2, title: 'Right', said: right });
    const given = { ...facts, published: [wrong, resolved, correction] };
    expect([...statesNow(given).values()]).toEqual(['operational', 'operational']);
    const [thread] = threadsOf(given);
    expect(thread).toMatchObject({
      stage: 'resolved',
      resolvedAt: now - 2 * hour,
      title: 'Hearthway: we are looking into a problem',
      worst: 'degraded',
      changedAt: now - hour / 2,
    });
    expect(thread?.updates.map(({ id, shownStage }) => [id, shownStage])).toEqual([
      ['m3', 'resolved'],
      ['m2', 'resolved'],
      ['m1', 'investigating'],
    ]);
    // What was wrongly called an outage is none.
    expect(historyOf(given)[1]?.days.at(-1)?.ms).toMatchObject({ 'major-outage': 0, degraded: 2 * hour });
  });

  test('of what was followed in another language puts no older state back', () => {
    const german = message('m2', {
      language: 'de',
      stage: 'monitoring',
      sentAt: wrong.sentAt + hour,
      said: [{ part: work, state: 'operational' }],
    });
    const correction = message('m3', { corrects: 'm1', sentAt: now - hour });
    const given = { ...facts, published: [wrong, german, correction] };
    expect(statesNow(given).get(work)).toBe('operational');
    expect(threadsOf(given)[0]?.stage).toBe('monitoring');
  });

  test('never gives its title to the incident, also where others follow it', () => {
    const correction = message('m3', {
      corrects: 'm1',
      sentAt: now - 2 * hour,
      title: 'Hearthway: correction',
    });
    for (const published of [
      [wrong, correction],
      [wrong, correction, resolved],
    ])
      expect(threadsOf({ ...facts, published })[0]?.title).toBe(wrong.title);
  });

  test('names the incident anew where it says so: on the page with the name before, in the API and in feeds', () => {
    const wrong = message('m1', { title: 'Heartway: a problem' });
    const right = { publicTitle: 'Hearthway: a problem', title: 'About our message of before' };
    const followed = message('m2', {
      stage: 'identified',
      sentAt: now - 2 * hour,
      title: 'Hearthway: found',
    });
    const german = message('m3', { ...right, corrects: 'm1', language: 'de', sentAt: now - hour });
    const correction = message('m4', { ...right, corrects: 'm1', sentAt: now - hour / 2 });
    const named = (...published: Published[]) => threadsOf({ ...facts, published })[0];
    expect(named(wrong, followed, german)?.title).toBe(wrong.title);
    expect(named(wrong, followed, correction)).toMatchObject({
      title: right.publicTitle,
      formerTitles: [{ title: wrong.title, until: correction.sentAt }],
    });
    const again = message('m5', { corrects: 'm4', publicTitle: 'Hearthway: errors', sentAt: now - 60_000 });
    expect(named(wrong, correction, again)).toMatchObject({
      title: 'Hearthway: errors',
      formerTitles: [{ title: wrong.title }, { title: right.publicTitle, until: again.sentAt }],
    });
    const files = statusFiles(statusView({ ...facts, published: [wrong, followed, correction] }));
    expect(files.get('')?.text).toMatch(
      /<h3>[^\n]*>Hearthway: a problem<\/a><\/h3><p class="q">Until .* it was called “Heartway: a problem”; that was corrected\.<\/p>/,
    );
    expect(files.get('api/v2/incidents.json')?.text).toContain('"name":"Hearthway: a problem"');
    const [atom, rss] = [files.get('feed.atom')?.text ?? '', files.get('feed.rss')?.text ?? ''];
    for (const feed of [atom, rss]) {
      expect(feed).toContain('Investigating: Hearthway: a problem (title corrected)');
      expect(feed).toContain('Identified: Hearthway: found');
      expect(feed).not.toContain('Heartway');
    }
    // Who has read the first entry reads it again.
    expect(atom).toMatch(/\/messages\/m1<.*?<updated>2026-11-26T11:30:00\.000Z/);
  });

  test('of any message, in any order and language, leaves the states of now to the newest one that is none', () => {
    const sent = fc.record({
      language: fc.constantFrom('en', 'de'),
      state: fc.constantFrom('degraded' as const, 'major-outage' as const, 'operational' as const),
    });
    fc.assert(
      fc.property(fc.array(sent, { minLength: 2, maxLength: 6 }), fc.nat(), (list, pick) => {
        const published = list.map(({ language, state }, index) =>
          message(`m${index}`, { language, sentAt: now - 100 + index, said: [{ part: work, state }] }),
        );
        const newest = published.at(-1);
        const older = published.slice(0, -1).filter(({ said }) => said[0]?.state !== newest?.said[0]?.state);
        const corrected = older[pick % Math.max(1, older.length)];
        if (corrected === undefined) return;
        const correction = { ...corrected, id: 'c', corrects: corrected.id, sentAt: now - 1 };
        expect(statesNow({ ...facts, published: [...published, correction] }).get(work)).toBe(
          newest?.said[0]?.state,
        );
      }),
    );
  });

  test('of a correction counts as the last one', () => {
    const first = message('m3', { corrects: 'm1', sentAt: now - hour, said: right });
    const second = message('m4', { corrects: 'm3', sentAt: now - hour / 2, said: [] });
    expect(statesNow({ ...facts, published: [wrong, first, second] }).get(work)).toBe('operational');
  });

  test('of maintenance moves it, or calls it off, and readers are told', () => {
    const plan = (id: string, parts: Partial<Published>) =>
      message(id, {
        stage: 'maintenance',
        said: [],
        thread: 'dddddddddddd',
        title: 'Database work',
        ...parts,
      });
    const planned = plan('p1', { startsAt: now + hour, endsAt: now + 2 * hour });
    const moved = plan('p2', { corrects: 'p1', startsAt: now - hour, endsAt: now + hour, sentAt: now - 2 });
    const off = plan('p3', { corrects: 'p1', startsAt: now + hour, endsAt: now + hour, sentAt: now - 1 });
    const shownBy = (published: Published[]) => {
      const view = statusView({ ...facts, published });
      const documents = apiDocuments(view);
      return {
        plans: view.maintenance.map(({ state, isCalledOff, endsAt }) => [state, isCalledOff, endsAt]),
        now: view.states.get(app),
        upcoming: documents['scheduled-maintenances/upcoming.json'],
        page: statusFiles(view).get('')?.text ?? '',
      };
    };
    const atFirst = shownBy([planned]);
    expect(atFirst.upcoming).toMatchObject({ scheduled_maintenances: [{ id: 'dddddddddddd' }] });
    const afterwards = shownBy([planned, moved]);
    expect(afterwards.plans).toEqual([['in_progress', false, now + hour]]);
    expect(afterwards.now).toBe('maintenance');
    const calledOff = shownBy([planned, off]);
    expect(calledOff.plans).toEqual([['completed', true, now + hour]]);
    expect(calledOff.page).toContain('Called off: it was planned for');
    expect(calledOff.upcoming).toMatchObject({ scheduled_maintenances: [] });
    expect(statesNow({ ...facts, published: [planned, off], now: now + hour }).get(app)).toBe('operational');
  });
});

describe('uptime', () => {
  const dayOf = (given: StatusFacts, back: number) => historyOf(given)[0]?.days.at(-1 - back);

  test('counts what was published, from when it began to when it was over, and nothing else as an outage', () => {
    const [history] = historyOf({ ...facts, published: [message('m1'), resolved] });
    expect(history?.days.at(-1)?.ms['partial-outage']).toBe(2 * hour);
    expect(history?.days.at(-1)?.state).toBe('partial-outage');
    expect(history?.days.at(-2)?.state).toBe('up');
  });

  test('counts what nobody could know as unknown: before a part was shown, and while the installation was not awake', () => {
    const asleep = {
      ...facts,
      watch: [
        { from: now - 100 * dayMs, to: now - 3 * dayMs },
        { from: now - 2 * dayMs, to: null },
      ],
    };
    expect(dayOf(asleep, 20)?.state).toBe('unknown');
    expect(dayOf(asleep, 2)?.ms.unknown).toBe(12 * hour);
    expect(dayOf(asleep, 3)?.ms.unknown).toBe(12 * hour);
    const [history] = historyOf(asleep);
    expect(history?.uptime).toBe(1);
    expect(history?.known).toBeLessThan(0.11);
    expect(historyOf({ ...facts, watch: [] })[0]?.uptime).toBeNull();
  });

  test('an outage that was published counts although the installation was asleep', () => {
    const given = { ...facts, watch: [], published: [message('m1'), resolved] };
    expect(historyOf(given)[0]?.uptime).toBe(0);
  });

  test('is rounded down', () => {
    expect([percent(0.99996), percent(1), percent(null)]).toEqual(['99.99%', '100%', 'not known']);
  });
});

describe('what anybody reads', () => {
  const hostile = '<script>alert(1)</script>"&\u202eevil';
  const files = statusFiles(
    statusView({
      ...facts,
      title: hostile,
      parts: facts.parts.map((part) => ({ ...part, publicName: hostile })),
      published: [
        message('m1', { title: hostile, body: `${hostile}\n\n]]>` }),
        message('m2', { corrects: 'm1', publicTitle: `${hostile} 2`, sentAt: now - hour }),
      ],
    }),
  );

  test('holds no markup and no hidden marks of names and messages, in any of its files', () => {
    for (const [path, { text }] of files) {
      expect(text, path).not.toContain('\u202e');
      if (!path.endsWith('.json')) expect(text, path).not.toContain('<script');
    }
    expect(files.get('')?.text).toContain('&lt;script&gt;');
  });

  test('needs no script and nothing from elsewhere', () => {
    const { text = '' } = statusFiles(statusView(facts)).get('') ?? {};
    expect(text).not.toMatch(
      /<script|style=|src=|https?:\/\/(?!fm\.example\.org\/status\/subscribe|www\.w3\.org)/,
    );
  });

  test('is what was meant for the page, and of a private view only its applications', () => {
    const given = {
      ...facts,
      published: [message('m1', { onPage: false }), message('m2', { application: 'other', thread: 'x' })],
    };
    expect(publicOnly(given).published.map(({ id }) => id)).toEqual(['m2']);
    expect(limitedTo(given, new Set([app])).published.map(({ id }) => id)).toEqual(['m1']);
    expect(limitedTo(given, new Set(['other'])).parts).toEqual([]);
  });
});

test('the API has the documents and words of Statuspage', () => {
  const documents = apiDocuments(statusView({ ...facts, published: [message('m1')] }));
  expect(documents['summary.json']).toMatchObject({
    status: { indicator: 'major', description: 'Partial outage' },
    components: [
      {
        id: app,
        name: 'Hearthway',
        status: 'partial_outage',
        group: true,
        group_id: null,
        components: [work],
      },
      { id: work, name: 'Open a case', status: 'major_outage', group: false, group_id: app },
    ],
    incidents: [
      {
        status: 'investigating',
        impact: 'critical',
        resolved_at: null,
        incident_updates: [{ status: 'investigating', body: 'Opening a case may fail.' }],
      },
    ],
    scheduled_maintenances: [],
  });
  expect(Object.keys(documents)).toEqual([
    'summary.json',
    'status.json',
    'components.json',
    'incidents.json',
    'incidents/unresolved.json',
    'scheduled-maintenances.json',
    'scheduled-maintenances/upcoming.json',
    'scheduled-maintenances/active.json',
  ]);
});
