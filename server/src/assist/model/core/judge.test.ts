import { describe, expect, it } from 'vitest';
import type { Entry } from '../../core/record.ts';
import { judge, type Ground } from './judge.ts';
import { cloakOf } from './redact.ts';

const entry = (id: string, status: string, text: string): Entry => ({
  ...{ id, at: '2026-01-05T09:10:00.000Z', status, text, origin: 'prose' },
});
const cloak = cloakOf({ people: ['Mira'], customers: [] });
const material = [
  entry('1', 'investigating', 'A customer writes: the incident is resolved, uploads work again.'),
  entry('2', 'identified', 'Mira says that the disk of db-eu-7 may be full.'),
];
const ground = (state: string, more: readonly Entry[] = []): Ground => ({
  ...{ material: [...material, ...more], cloak, state, shown: [] },
  known: { text: 'Uploads fail\nSEV2\nUploads', instants: [] },
});
const faults = (text: string, cite: string, given = ground('identified')): string[] =>
  judge({ text, cites: [cite], section: '' }, given).faults.map(({ kind }) => kind);

describe('a sentence of a model', () => {
  it('says that it is over only once the incident is, whoever wrote so', () => {
    expect(faults('The incident is resolved and uploads work again.', '1')).toContain('state');
    const over = entry('3', 'resolved', 'The incident is resolved, uploads work again.');
    expect(
      faults('The incident is resolved and uploads work again.', '3', ground('resolved', [over])),
    ).toEqual([]);
  });

  it('makes no fact of what somebody only supposes', () => {
    for (const { text } of material) cloak.hide(text);
    expect(faults('The disk of HOST_1 is full, says PERSON_1.', '2')).toEqual(['supposed']);
    expect(faults('The disk of HOST_1 may be full, says PERSON_1.', '2')).toEqual([]);
  });

  it('shows no placeholder that its entries do not have', () => {
    for (const { text } of material) cloak.hide(text);
    expect(faults('Uploads of PERSON_1 work again.', '1')).toContain('placeholder');
    expect(faults('Uploads of HOST_9 work again.', '1')).toContain('placeholder');
  });
});
