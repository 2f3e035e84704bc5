import { expect, test } from 'vitest';
import { as, testEnv } from '#testing';
import { declareIncident } from '#incidents';
import { makeDown } from '../down/make-down.ts';
import { addEntry } from '../entries/add-entry.ts';
import { readBundles } from '../self/read-self.ts';
import { apart, bring, carryUp, enrolled, fileOf } from '../testing/pair.ts';
import { applyReceived, readDifference } from './take-down.ts';

test('a catalog that was passed over waits no more, changes nothing and is no gap', async () => {
  const pair = await enrolled(await apart({ testEnv, as }));
  const { headquarters, atHeadquarters, atSite } = pair;
  const files: Buffer[] = [];
  for (let n = 1; n <= 3; n += 1) {
    await makeDown(atHeadquarters, { name: 'field-1', catalog: true });
    files.push(await fileOf(headquarters, 'down'));
  }
  const [first, second, third] = files.map((file) => async () => bring(atSite, file));
  await second?.();
  await third?.();
  await applyReceived(atSite, { sequence: 3 });
  await first?.();
  const states = async () => {
    const { items, gaps } = await readBundles(atSite);
    return { gaps, states: Object.fromEntries(items.map(({ sequence, state }) => [sequence, state])) };
  };
  expect(await states()).toEqual({ gaps: [], states: { 1: 'passed-over', 2: 'passed-over', 3: 'applied' } });
  // The stick still holds all of them when it comes back.
  expect((await Promise.all([first?.(), second?.(), third?.()])).map((result) => result?.outcome)).toEqual([
    'known',
    'known',
    'known',
  ]);
  for (const sequence of [1, 2])
    await expect(readDifference(atSite, { sequence })).rejects.toThrow('Bundle 3 is newer');
});

test('notes that came after a newer catalog do not let an older one set it back', async () => {
  const pair = await enrolled(await apart({ testEnv, as }));
  const { headquarters, atHeadquarters, atSite } = pair;
  const { id: incident } = await declareIncident(atSite, { title: 'Maps are blank', severity: 'SEV2' });
  await bring(atHeadquarters, await carryUp(pair));
  await makeDown(atHeadquarters, { name: 'field-1', catalog: true });
  const older = await fileOf(headquarters, 'down');
  await makeDown(atHeadquarters, { name: 'field-1', catalog: true });
  const newer = await fileOf(headquarters, 'down');
  await addEntry(atHeadquarters, { site: 'field-1', incident, entry: { type: 'note', text: 'Seen.' } });
  await makeDown(atHeadquarters, { name: 'field-1', catalog: false });
  const notes = await fileOf(headquarters, 'down');
  await bring(atSite, newer);
  await applyReceived(atSite, { sequence: 2 });
  await bring(atSite, notes);
  await bring(atSite, older);
  await expect(applyReceived(atSite, { sequence: 1 })).rejects.toThrow('Bundle 2 is newer');
});

test('a catalog that changes nothing waits for nobody, and older ones wait no more', async () => {
  const pair = await enrolled(await apart({ testEnv, as }));
  const { headquarters, atHeadquarters, atSite } = pair;
  const files: Buffer[] = [];
  for (let n = 1; n <= 4; n += 1) {
    await makeDown(atHeadquarters, { name: 'field-1', catalog: true });
    files.push(await fileOf(headquarters, 'down'));
  }
  const bringNth = async (n: number) => bring(atSite, files[n - 1] ?? Buffer.alloc(0));
  expect((await bringNth(1)).outcome).toBe('waits');
  expect((await bringNth(2)).outcome).toBe('waits');
  await applyReceived(atSite, { sequence: 1 });
  // As it is carried by somebody who may not change the catalog.
  const { outcome, message } = await bring(
    as(pair.site, 'otto', ['field-marshal']),
    files[2] ?? Buffer.alloc(0),
  );
  expect([outcome, message]).toEqual([
    'taken',
    'Bundle 3 of headquarters was taken in. The catalog here is as it says already.',
  ]);
  const { items } = await readBundles(atSite);
  expect(items.map(({ sequence, state }) => [sequence, state])).toEqual([
    [3, 'applied'],
    [2, 'passed-over'],
    [1, 'applied'],
  ]);
  expect((await bringNth(3)).outcome).toBe('known');
});
