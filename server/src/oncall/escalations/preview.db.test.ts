import { walkPreviewInput } from '@fieldmarshal/contract/oncall/walk-preview';
import { expect, test } from 'vitest';
import { readPage, listPages } from '../pages/read-pages.ts';
import { pagingWorld } from '../testing/paging-world.ts';
import { previewEscalation } from './preview.ts';

const input = (given: unknown) => walkPreviewInput.parse(given);
const draft = (parts: object) => ({
  spec: { steps: [{ targets: [{ person: 'ada' }], minutes: 5 }], ...parts },
});

test('a policy is walked as the pager walks it, to its end, in words', async () => {
  const world = await pagingWorld();
  const preview = await previewEscalation(world.as('ada'), input({ policy: 'main', severity: 'SEV1' }));
  const seen = preview.moments.map(({ afterMinutes, step, rings, words }) => ({
    at: afterMinutes,
    step,
    who: rings.map(({ displayName }) => displayName),
    words: words.length,
  }));
  expect(seen).toEqual([
    { at: 0, step: 1, who: ['ADA'], words: 0 },
    { at: 5, step: 2, who: ['BO', 'CY'], words: 0 },
    { at: 10, step: null, who: ['ZED'], words: 1 },
    { at: 20, step: null, who: [], words: 1 },
  ]);
  await world.start();
  for (const { afterMinutes } of preview.moments.slice(0, 3)) {
    await world.pass(afterMinutes === 0 ? 0 : 5.01);
  }
  expect(world.people()).toEqual(['ada', 'bo', 'cy', 'zed']);
});

test('a draft is walked without being stored: its variants, empty steps and turns', async () => {
  const world = await pagingWorld();
  const look = async (given: object) => previewEscalation(world.as('ada'), input(given));
  const grave = { name: 'grave', when: { severities: ['SEV1'] }, steps: [{ targets: [{ person: 'zed' }] }] };
  const bySeverity = draft({ variants: [grave] });
  expect(await look({ ...bySeverity, severity: 'SEV1' })).toMatchObject({ variant: 'grave' });
  expect(await look({ ...bySeverity, severity: 'SEV3' })).toMatchObject({ variant: null });
  const empty = await look(
    draft({ steps: [{ targets: [{ schedule: 'deserted' }] }, { targets: [{ person: 'bo' }] }] }),
  );
  expect(empty.moments[0]).toMatchObject({ step: 2, words: [expect.stringContaining('schedule deserted')] });
  const turns = draft({ steps: [{ targets: [{ team: 'edge', roundRobin: true }], minutes: 5 }], repeat: 2 });
  for (let times = 0; times < 2; times += 1) {
    const { moments } = await look(turns);
    expect(moments.flatMap(({ rings }) => rings.map(({ person }) => person))).toEqual(['bo', 'cy', 'bo']);
  }
});

test('neither, both, and a policy that is not there are refused', async () => {
  const world = await pagingWorld();
  for (const bad of [{}, { policy: 'main', ...draft({}) }, { policy: 'main', at: '1200-01-01T00:00:00Z' }])
    expect(walkPreviewInput.safeParse(bad).success).toBe(false);
  await expect(previewEscalation(world.as('ada'), input({ policy: 'none' }))).rejects.toMatchObject({
    code: 'not-found',
  });
});

test('a page says what comes next, and when', async () => {
  const world = await pagingWorld();
  await world.start();
  await world.env.drain();
  const { items } = await listPages(world.as('ada'), { limit: 1, person: 'ada' });
  const page = await readPage(world.as('ada'), { id: items[0]?.id ?? '' });
  expect(page.nextPeople).toEqual(['BO', 'CY']);
  expect(Date.parse(page.nextStepAt ?? '') - Date.parse(page.openedAt)).toBe(5 * 60_000);
});
