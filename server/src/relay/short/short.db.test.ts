import { expect, test } from 'vitest';
import { declareIncident, setSeverity } from '#incidents';
import { as, testEnv } from '#testing';
import { readShort } from '../core/short-text.ts';
import { addEntry } from '../entries/add-entry.ts';
import { readSiteIncident } from '../entries/read-incident.ts';
import { applyObjects } from '#catalog';
import { bring, carryUp, enrolled, withCatalog } from '../testing/pair.ts';
import { readShortMessage } from './read-short.ts';
import { takeShort } from './take-short.ts';

const product = `
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: maps }
spec: {}
---
apiVersion: fieldmarshal/v1
kind: Product
metadata: { name: maps }
spec: { owner: maps }
`;

test('a short message opens the incident of a site with an alert, once; a bundle tells the rest and ends the alert', async () => {
  const config = { secretKey: 'a key for tests only' };
  const [headquarters, site] = await Promise.all([
    testEnv({ config }),
    testEnv({ config: { ...config, site: 'field-1' } }),
  ]);
  const atHeadquarters = as(headquarters, 'hanna', ['admin']);
  const atSite = as(site, 'mira', ['admin']);
  const pair = await enrolled(await withCatalog({ headquarters, site, atHeadquarters, atSite }));
  await applyObjects(atSite, { files: [{ path: 'p.yaml', text: product }], dryRun: false, prune: false });
  const declared = {
    title: 'Maps are blank',
    summary: '',
    severity: 'SEV1' as const,
    drill: false,
    product: 'maps',
  };
  const { id, declaredAt } = await declareIncident(atSite, declared);
  const { text } = await readShortMessage(atSite, { incident: id });
  expect(text).toMatch(/^FM1 FIELD-1 INC-1 SEV1 MAPS \d{12} [0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  const states = async () =>
    (
      await headquarters.databases.pools.web.query<{ state: string }>(
        `select state, severity from alert where labels->>'alertname' = 'SiteCalls'`,
      )
    ).rows;

  // Any sign that is mistyped is told, and nothing is opened by it.
  for (const [from, to] of [
    ['INC-1', 'INC-2'],
    ['SEV1', 'SEV2'],
    ['MAPS', 'MAPT'],
    ['FIELD-1', 'FIELD-2'],
  ] as const)
    await expect(takeShort(atHeadquarters, { text: text.replace(from, to) })).rejects.toThrow(
      /mistyped|enrolled/,
    );
  const last = text.at(-1) === '7' ? '8' : '7';
  await expect(takeShort(atHeadquarters, { text: text.slice(0, -1) + last })).rejects.toThrow('mistyped');
  await expect(takeShort(atHeadquarters, { text: 'FM1 HELLO' })).rejects.toThrow('no short message');
  await expect(takeShort(as(headquarters, 'vera', ['viewer']), { text })).rejects.toThrow(
    /may not|not allowed|found/i,
  );
  expect(await states()).toEqual([]);

  const typed = ` ${text.toLowerCase().replaceAll(' ', '  ')} `;
  expect(await takeShort(atHeadquarters, { text: typed })).toMatchObject({
    outcome: 'opened',
    incident: id,
    severity: 'SEV1',
  });
  const where = { site: 'field-1', incident: id };
  const told = await readSiteIncident(atHeadquarters, where);
  expect(told.summary).toMatchObject({
    severity: 'SEV1',
    isOpen: true,
    declaredAt: `${declaredAt.slice(0, 16)}:00.000Z`,
  });
  expect(told.entries.at(-1)?.text).toContain('ask to be called');
  expect(await states()).toMatchObject([{ state: 'firing' }]);
  expect(await takeShort(atHeadquarters, { text })).toMatchObject({ outcome: 'known' });
  await addEntry(atHeadquarters, { ...where, entry: { type: 'note', text: 'We call you.' } });

  await bring(atHeadquarters, await carryUp(pair));
  const known = await readSiteIncident(atHeadquarters, where);
  expect(known.summary).toMatchObject({ title: 'Maps are blank', severity: 'SEV1', declaredAt });
  expect(known.entries.filter(({ origin }) => origin === 'headquarters')).toHaveLength(2);
  expect(await states()).toMatchObject([{ state: 'resolved' }]);
  await setSeverity(atSite, { id, severity: 'SEV2', reason: 'less' });
  const later = await readShortMessage(atSite, { incident: id });
  expect(await takeShort(atHeadquarters, later)).toMatchObject({ outcome: 'attached', severity: 'SEV2' });
  expect(await states()).toMatchObject([{ state: 'resolved' }]);
});

test('what is no message is read as none', () => {
  const good = 'FM1 FIELD-1 INC-7 SEV1 MAPS 202611261802 4F9K-Q7XW-2M3A';
  expect(readShort(good)?.message.since).toBe('2026-11-26T18:02:00.000Z');
  for (const bad of [
    '',
    good.replace('1802', '2561'),
    good.replace('20261126', '20260231'),
    good.replace('FM1', 'FM2'),
    `${good} X`,
    good.replace('INC-7', 'INC-'),
  ])
    expect(readShort(bad), bad).toBeNull();
});
