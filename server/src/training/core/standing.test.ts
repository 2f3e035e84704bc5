import { trainingLadderSpec } from '@fieldmarshal/contract/training';
import { describe, expect, it } from 'vitest';
import { standingOf, type TrainingRecord } from './standing.ts';

const day = 86_400_000;
const now = 1_000 * day;
const ladder = trainingLadderSpec.parse({
  steps: [
    { name: 'shadow', criteria: [{ evidence: 'shadowed', atLeast: 2 }], signOffs: 1 },
    {
      name: 'reverse-shadow',
      criteria: [
        { evidence: 'drills', atLeast: 1, minScore: 60 },
        { evidence: 'led', atLeast: 1 },
      ],
    },
  ],
  recertify: { afterDays: 90, minScore: 50 },
});
const nothing: TrainingRecord = {
  evidence: { counts: { shadowed: 0, led: 0, handovers: 0, reviews: 0 }, drills: [], ledAt: null },
  signOffs: [],
  grantedAt: null,
};
const sign = (step: string, by: string) => ({ step, by, note: '', at: now });
const all: TrainingRecord = {
  evidence: {
    counts: { shadowed: 2, led: 1, handovers: 0, reviews: 0 },
    drills: [{ score: 60, at: now - day }],
    ledAt: now - 10 * day,
  },
  signOffs: [sign('shadow', 'ola')],
  grantedAt: null,
};

describe('who is on a ladder', () => {
  it('is told what stands between them and the next step', () => {
    expect(standingOf(ladder, nothing, now)).toMatchObject({
      standing: 'climbing',
      step: 'shadow',
      missing: ['2 incidents followed as shadow', 'the signature of somebody qualified'],
    });
  });

  it('does no step before those below it are done', () => {
    const early = { ...all, signOffs: [] };
    const { step, steps } = standingOf(ladder, early, now);
    expect([step, steps.map(({ done }) => done)]).toEqual(['shadow', [false, false]]);
  });

  it('is qualified when every step is done, and a drill that went too badly counts in none', () => {
    expect(standingOf(ladder, all, now)).toMatchObject({ standing: 'qualified', step: null, missing: [] });
    const bad = { ...all, evidence: { ...all.evidence, drills: [{ score: 59, at: now }] } };
    expect(standingOf(ladder, bad, now)).toMatchObject({
      standing: 'climbing',
      missing: ['1 drill led with 60 points or more'],
    });
  });

  it('counts one person’s signature once', () => {
    const two = trainingLadderSpec.parse({ steps: [{ name: 'a', signOffs: 2 }] });
    const twice = { ...nothing, signOffs: [sign('a', 'ola'), sign('a', 'ola')] };
    expect(standingOf(two, twice, now).missing).toEqual(['the signature of somebody qualified']);
  });

  it('lapses after an absence, and is back with one good drill', () => {
    const later = now + 91 * day;
    expect(standingOf(ladder, all, later)).toMatchObject({
      standing: 'lapsed',
      missing: ['1 drill led with 50 points or more'],
    });
    const drills = [...all.evidence.drills, { score: 50, at: later - day }];
    const back = { ...all, evidence: { ...all.evidence, drills } };
    expect(standingOf(ladder, back, later).standing).toBe('qualified');
    const bad = { ...all.evidence, drills: [...all.evidence.drills, { score: 49, at: later - day }] };
    expect(standingOf(ladder, { ...all, evidence: bad }, later).standing).toBe('lapsed');
  });

  it('knows when they lapse, from the last practice that counts; not of who is not qualified, or has lapsed', () => {
    expect(standingOf(ladder, all, now).lapsesAt).toBe(now + 90 * day);
    expect(
      standingOf(ladder, { ...all, signOffs: [{ ...sign('shadow', 'ola'), at: 0 }] }, now).lapsesAt,
    ).toBe(now + 89 * day);
    expect(standingOf(ladder, nothing, now).lapsesAt).toBeNull();
    expect(standingOf(ladder, all, now + 91 * day).lapsesAt).toBeNull();
    const never = trainingLadderSpec.parse({ steps: [{ name: 'a' }] });
    expect(standingOf(never, all, now)).toMatchObject({ standing: 'qualified', lapsesAt: null });
  });

  it('waits for a signature only where all else of the step is there, and the steps below it are done', () => {
    const unsigned = (record: TrainingRecord) =>
      standingOf(ladder, record, now).steps.map((step) => step.unsigned);
    expect(unsigned(nothing)).toEqual([false, false]);
    expect(unsigned({ ...all, signOffs: [] })).toEqual([true, false]);
    expect(unsigned(all)).toEqual([false, false]);
  });

  it('may be qualified by the word of a lead, which lapses too', () => {
    const granted = { ...nothing, grantedAt: now };
    expect(standingOf(ladder, granted, now).standing).toBe('qualified');
    expect(standingOf(ladder, granted, now + 91 * day).standing).toBe('lapsed');
  });
});
