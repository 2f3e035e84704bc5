import { expect, test } from 'vitest';
import { as, testEnv } from '#testing';
import { lookForOverdue } from '../jobs.ts';
import { approvePrepared, prepareBundle } from '../up/prepare.ts';
import { apart, bring, carryUp, enrolled } from '../testing/pair.ts';
import { readSite } from '../sites/read-sites.ts';
import { confirmSite, inviteSite, joinAsSite, revokeSite, rotateKey } from './enrol.ts';

test('a key that is made while a bundle waits is announced before it signs', async () => {
  const pair = await enrolled(await apart({ testEnv, as }));
  const { atHeadquarters, atSite } = pair;
  const { hash } = await prepareBundle(atSite);
  await rotateKey(atSite);
  await expect(approvePrepared(atSite, { hash })).rejects.toThrow('No bundle waits');
  for (let n = 1; n <= 3; n += 1)
    expect(await bring(atHeadquarters, await carryUp(pair))).toMatchObject({ outcome: 'taken', sequence: n });
});

test.each(['revoked', 'enrolled anew'])('the alarm of a site that is %s ends', async (what) => {
  const pair = await enrolled(await apart({ testEnv, as }), 3_600);
  const { headquarters, atHeadquarters } = pair;
  const alerts = async () =>
    (await headquarters.databases.pools.web.query<{ state: string }>('select state from alert')).rows;
  await headquarters.fastForward(2 * 3_600_000);
  await lookForOverdue(atHeadquarters);
  expect(await alerts()).toEqual([{ state: 'firing' }]);
  await (what === 'revoked' ? revokeSite(atHeadquarters, { name: 'field-1' }) : enrolled(pair, 3_600));
  await lookForOverdue(atHeadquarters);
  expect(await alerts()).toEqual([{ state: 'resolved' }]);
});

test('whoever looks at a site sees whether an answer of it is awaited, also after it was revoked, until the invitation ends', async () => {
  const pair = await enrolled(await apart({ testEnv, as }));
  const { headquarters, atHeadquarters } = pair;
  const awaited = async () => (await readSite(atHeadquarters, { name: 'field-1' })).invitedUntil;
  await revokeSite(atHeadquarters, { name: 'field-1' });
  expect(await awaited()).toBeNull();
  const { endsAt } = await inviteSite(atHeadquarters, {
    name: 'field-1',
    environments: ['field-1'],
    reportEverySeconds: null,
  });
  expect(await awaited()).toBe(endsAt);
  await headquarters.fastForward(15 * 86_400_000);
  expect(await awaited()).toBeNull();
});

test('after a new enrolment the key of today is the last one, which is what people compare, whatever keys there were before', async () => {
  const pair = await enrolled(await apart({ testEnv, as }));
  const { atHeadquarters, atSite } = pair;
  await rotateKey(atSite);
  for (let n = 1; n <= 2; n += 1) await bring(atHeadquarters, await carryUp(pair));
  const invited = await inviteSite(atHeadquarters, {
    name: 'field-1',
    environments: ['field-1'],
    reportEverySeconds: null,
  });
  const { answer, fingerprint } = await joinAsSite(atSite, invited);
  await confirmSite(atHeadquarters, { name: 'field-1', answer });
  const { keys } = await readSite(atHeadquarters, { name: 'field-1' });
  expect(keys.at(-1)).toMatchObject({ fingerprint, revokedAt: null });
  expect(keys.slice(0, -1).map(({ revokedAt }) => revokedAt === null)).toEqual([false, false]);
});

test('a code and an invitation that are none are refused in a sentence each', async () => {
  const { atSite, atHeadquarters } = await apart({ testEnv, as });
  const { invitation, code } = await inviteSite(atHeadquarters, {
    name: 'field-1',
    environments: ['field-1'],
    reportEverySeconds: null,
  });
  const join = async (text: string, told: string) => joinAsSite(atSite, { invitation: text, code: told });
  await expect(join(invitation, '1234')).rejects.toThrow('This is no code: one has 20 letters and digits.');
  await expect(join('hello', code)).rejects.toThrow('This is no invitation: one begins with "fminvite.".');
});
