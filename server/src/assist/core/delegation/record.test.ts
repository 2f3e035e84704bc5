import { describe, expect, it } from 'vitest';
import { givesBack, recordOf, tune, type Delegated } from './record.ts';

const kept: Delegated = {
  ...{
    team: 'files',
    points: 1,
    state: 'accepted',
    how: null,
    atMs: 0,
    acceptedAtMs: 120_000,
    isResolved: true,
  },
};
const returned = (how: Delegated['how'], points = 1): Delegated => ({
  ...kept,
  state: 'returned',
  how,
  points,
});
const many = (count: number, one: Delegated): Delegated[] => Array.from({ length: count }, () => one);

describe('the record of a team', () => {
  it('counts what became of each once, and of other teams nothing', () => {
    const all = [
      kept,
      { ...kept, acceptedAtMs: 240_000 },
      returned('bounced'),
      returned('late'),
      returned('reopened'),
      returned('recalled'),
      { ...kept, isResolved: false },
      { ...kept, state: 'waiting', acceptedAtMs: null, isResolved: false } as const,
      { ...kept, team: 'maps' },
    ];
    expect(recordOf('files', all)).toEqual({
      ...{ team: 'files', given: 8, kept: 2, bounced: 1, late: 1, reopened: 1, recalled: 1, open: 2 },
      acceptedAfterMinutes: 2,
    });
    expect(recordOf('none', all)).toMatchObject({ given: 0, acceptedAfterMinutes: null });
  });

  it('speaks against giving more once most of the latest five came back, and never after one or two', () => {
    expect(givesBack('files', many(2, returned('bounced')))).toBeNull();
    expect(givesBack('files', [...many(3, returned('late')), ...many(2, kept)])).toEqual({ of: 5, back: 3 });
    expect(givesBack('files', [...many(5, kept), ...many(5, returned('late'))])).toBeNull();
    expect(givesBack('files', many(9, returned('recalled')))).toBeNull();
  });
});

describe('the thresholds of the advice', () => {
  const thresholds = (...all: Delegated[]) => tune(all).thresholds;

  it('stay as they are until six outcomes are known, and where delegating went well', () => {
    expect(thresholds(...many(5, returned('bounced')))).toEqual({ ask: 2, fieldMarshal: 3 });
    expect(thresholds(...many(40, kept))).toEqual({ ask: 2, fieldMarshal: 3 });
    expect(thresholds(...many(40, returned('recalled')))).toEqual({ ask: 2, fieldMarshal: 3 });
  });

  it('fall by one where more than a third of what was given at so many points came back, and say why', () => {
    const tuned = tune([...many(3, returned('bounced')), ...many(5, kept)]);
    expect(tuned.thresholds).toEqual({ ask: 1, fieldMarshal: 3 });
    expect(tuned.why).toEqual(['3 of 8 that were given to a team alone at 1 point came back.']);
    expect(thresholds(...many(3, returned('reopened', 2)), ...many(4, { ...kept, points: 2 }))).toEqual({
      ask: 2,
      fieldMarshal: 2,
    });
  });

  it('rise by one where nine of ten went well that a Field Marshal should have led', () => {
    const well = many(9, { ...kept, points: 4 });
    expect(thresholds(...well, returned('late', 3))).toEqual({ ask: 2, fieldMarshal: 4 });
    expect(thresholds(...well, ...many(2, returned('late', 3)))).toEqual({ ask: 2, fieldMarshal: 3 });
  });

  it('forget what is older than the newest forty', () => {
    expect(thresholds(...many(40, kept), ...many(40, returned('bounced')))).toEqual({
      ask: 2,
      fieldMarshal: 3,
    });
  });
});
