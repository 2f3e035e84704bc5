import type { Load, Noise, Overview } from './schema.ts';
import type { SloBudget } from './slo.ts';

/**
 * For tests: every number of insights, counted by hand over the fortnight that `server/src/insights/hand-counted/history.ts` tells. The
 * server must come to them from its logs, and the pages must show them.
 *
 * What counts: INC-1, 2, 3, 4, 5 and 7. INC-6 is a drill, INC-8 was merged into INC-3, INC-9 came a millisecond later. Over are 1, 2, 3
 * and 5; open are 4 and 7. Before: INC-10 and 11, both over.
 */
const days = { from: '2026-11-16', to: '2026-11-29' };
const minute = 60_000;
const second = 1_000;
const ofNone = { n: 0, p50: null, p90: null };

export const countedOverview: Overview = {
  ...days,
  incidents: 6,
  before: 2,
  open: 2,
  // By a machine: 1, 2, 4 and 5, since an alert had come when they were declared. Before: 11 was, 10 was not.
  detectedBeforeUsers: { part: 4, of: 6, before: { part: 1, of: 2 } },
  // The check: 1 and 5. Other monitoring: 2 and 4. People: 3 and 7.
  foundBy: { check: 2, monitoring: 2, people: 2 },
  // 1 is, of 1, 2, 3 and 5. Before: 11 is, of both.
  reviewed: { part: 1, of: 4, before: { part: 1, of: 2 } },
  // 3 was, once.
  reopened: { part: 1, of: 4, before: { part: 0, of: 2 } },
  times: [
    {
      // 1: 09:58:00 to 10:00 is 2 min. 2: 06:20 (the earlier of two) to 06:30 is 10. 5: 11:59 to 12:00 is 1. 4: began five minutes after it
      // was declared, so a wrong clock. 3 and 7 had no alert. In order 1, 2, 10: half of three is the 2nd, nine tenths the 3rd.
      ...{ measure: 'detect', n: 3, none: 2, negative: 1, p50: 2 * minute, p90: 10 * minute, few: true },
      ...{ min: minute, max: 10 * minute, bands: [1, 1, 1, 0, 0, 0, 0] },
      // 11: 23:56:59.999 to 23:59:59.999.
      before: { n: 1, p50: 3 * minute, p90: 3 * minute },
    },
    {
      // 4: 30 s, 3: 1 min, 5: 3, 1: 4, 2: 7, 7: the next evening at 22:31, which is 22 h 31 min and a millisecond. The 3rd and the 6th of six.
      ...{ measure: 'acknowledge', n: 6, none: 0, negative: 0, p50: 3 * minute, p90: 81_060_001, few: true },
      ...{ min: 30 * second, max: 81_060_001, bands: [2, 2, 1, 0, 0, 1, 0] },
      // 11: 2 min, 10: 5.
      before: { n: 2, p50: 2 * minute, p90: 5 * minute },
    },
    {
      // 3: 2 min, 4: 5, 1: 10.
      ...{ measure: 'marshal', n: 3, none: 3, negative: 0, p50: 5 * minute, p90: 10 * minute, few: true },
      ...{ min: 2 * minute, max: 10 * minute, bands: [0, 2, 1, 0, 0, 0, 0] },
      before: ofNone,
    },
    {
      // 3 and 7: declared with a severity by a person, so at once. 1: 12 min. 5 and 2 and 4: never.
      ...{ measure: 'assess', n: 3, none: 3, negative: 0, p50: 0, p90: 12 * minute, few: true },
      ...{ min: 0, max: 12 * minute, bands: [2, 0, 1, 0, 0, 0, 0] },
      // 10 was declared with one.
      before: { n: 1, p50: 0, p90: 0 },
    },
    {
      // 1: 25 min.
      ...{ measure: 'message', n: 1, none: 5, negative: 0, p50: 25 * minute, p90: 25 * minute, few: true },
      ...{ min: 25 * minute, max: 25 * minute, bands: [0, 0, 0, 1, 0, 0, 0] },
      before: ofNone,
    },
    {
      // 1: watched after 40 min. The others when they were resolved: 2: 20, 5: 30, 3: 120. The 2nd and the 4th of 20, 30, 40, 120.
      ...{ measure: 'mitigate', n: 4, none: 2, negative: 0, p50: 30 * minute, p90: 120 * minute, few: true },
      ...{ min: 20 * minute, max: 120 * minute, bands: [0, 0, 0, 3, 1, 0, 0] },
      // 10: 30 min, 11: 90.
      before: { n: 2, p50: 30 * minute, p90: 90 * minute },
    },
    {
      // 2: 20 min, 5: 30, 1: 60 (which is still within an hour), 3: for the last time after 120.
      ...{ measure: 'resolve', n: 4, none: 2, negative: 0, p50: 30 * minute, p90: 120 * minute, few: true },
      ...{ min: 20 * minute, max: 120 * minute, bands: [0, 0, 0, 3, 1, 0, 0] },
      before: { n: 2, p50: 30 * minute, p90: 90 * minute },
    },
  ],
  recurrence: {
    // Known of 1 and 3 (search), 4 (files, a clear verdict that nobody answered) and 5 (the test). Search came once more than once.
    ...{ of: 4, repeats: 1 },
    causes: [{ kind: 'product', name: 'search', title: 'search', n: 2, lastAt: '2026-11-20T15:00:00.000Z' }],
  },
  impact: {
    // 1: 600.25 and 200; 4: 100. Of 2 what was listed was rejected; of 3 nobody knows how many use it; workflows have no users of their own.
    ...{ userMinutes: 900, known: 2 },
    // 4 was declared on search, but files was the cause.
    byProduct: [
      { name: 'search', title: 'Search', incidents: 1, userMinutes: 800 },
      { name: 'files', title: 'Files', incidents: 1, userMinutes: 100 },
    ],
    // Acme: 600.25 of 1 and 100 of 4.
    byCustomer: [
      { name: 'acme', title: 'Acme', incidents: 2, userMinutes: 700 },
      { name: 'globex', title: 'Globex', incidents: 1, userMinutes: 200 },
    ],
  },
  // 1: half of what was listed was hit, all of what was hit was listed. 2: nothing of it was hit, so there was nothing to find. Of a half
  // and nothing the 1st from below is at half of them, and at nine tenths from above.
  firstAssessment: {
    ...{ scored: 2, precision: 0, precisionP10: 0, precisionN: 2 },
    ...{ recall: 1, recallP10: 1, recallN: 1 },
  },
  // 1 done, 3 overdue since the 30th, 2 dismissed, 5 waiting for an answer; 7 was looked at and was one too many for the week.
  rca: { assessed: 5, flagged: 4, accepted: 2, dismissed: 1, waiting: 1, done: 1, overdue: 1 },
  actions: {
    // 1: one done, one open since the 30th. 4: one dropped, one being done until the 5th.
    ...{ agreed: 4, unfinished: 2, overdue: 1, done: 1, dropped: 1 },
    // 2, 3 and 5 of what is over; both before.
    without: { part: 3, of: 4, before: { part: 2, of: 2 } },
  },
};

/** So many hours of a day, with so many pages in some of them. */
function hours(pages: Readonly<Record<number, number>>): number[] {
  return Array.from({ length: 24 }, (_, hour) => pages[hour] ?? 0);
}

export const countedLoad: Load = {
  ...days,
  // 1: one (Cy only followed). 2: two. 4: two. 5: one. 7: two. 3: none.
  pages: 8,
  people: [
    {
      // Tuesday 10:00; Wednesday 06:35; Monday 12:00; Sunday 23:59; Monday 22:30. The first night is that of the 17th, then the 29th and
      // 30th, which follow each other. In the first 8 h 35 min passed before it, in the second 7 h 1 min after it (23:59 is the 119th minute),
      // in the third 8 h 30. Answered after 4, 2, 3 and 1 min, and the fourth never: the 2nd and the 4th of 1, 2, 3, 4.
      ...{ person: 'bo', title: 'bo displayed', hub: 'emea', pages: 5, interruptions: 5, nightPages: 3 },
      ...{ nights: 3, nightsInARow: 2, outOfHours: 3, answered: 4, ackP50: 2 * minute, ackP90: 4 * minute },
      leastRestMinutes: 421,
    },
    {
      // Saturday 09:00 and 09:10, which is one interruption, and a weekend. Answered after 30 s and 1 min.
      ...{ person: 'cy', title: 'cy displayed', hub: null, pages: 2, interruptions: 1, nightPages: 0 },
      ...{ nights: 0, nightsInARow: 0, outOfHours: 2, answered: 2, ackP50: 30 * second, ackP90: minute },
      leastRestMinutes: null,
    },
    {
      // Wednesday 06:30 in London is Tuesday 23:30 in Denver, after which 7 h 30 min are left of the night.
      ...{ person: 'ada', title: 'ada displayed', hub: 'amer', pages: 1, interruptions: 1, nightPages: 1 },
      ...{ nights: 1, nightsInARow: 1, outOfHours: 1, answered: 0, ackP50: null, ackP90: null },
      leastRestMinutes: 450,
    },
  ],
  hubs: [
    {
      ...{ hub: 'amer', title: 'Americas', pages: 1, interruptions: 1, people: 1, nightPages: 1 },
      hours: hours({ 23: 1 }),
    },
    {
      ...{ hub: 'emea', title: 'Europe', pages: 5, interruptions: 5, people: 1, nightPages: 3 },
      hours: hours({ 6: 1, 10: 1, 12: 1, 22: 1, 23: 1 }),
    },
    {
      ...{ hub: null, title: 'No hub', pages: 2, interruptions: 1, people: 1, nightPages: 0 },
      hours: hours({ 9: 2 }),
    },
  ],
  handovers: {
    // On the 16th, 17th, 18th, 19th and in the last moment of the 29th; one was called off, one is not due, one was a moment later.
    // Accepted five minutes before, and 20 and 40 after: the 2nd and the 3rd. The 17th and 18th said nothing.
    ...{
      n: 5,
      accepted: 3,
      late: 3,
      escalated: 2,
      withoutNote: 2,
      acceptP50: 20 * minute,
      acceptP90: 40 * minute,
    },
  },
};

export const countedNoise: Noise = {
  ...days,
  rules: [
    // Of 1 and 5, and one that was silenced. 1 was real.
    { rule: 'FindFails', alerts: 3, silenced: 1, incidents: 2, led: 1, neverLed: false },
    // Both of 2, which is over and was nothing.
    { rule: 'DiskFull', alerts: 2, silenced: 0, incidents: 1, led: 0, neverLed: true },
    // Not `Practice`, which a drill took in: it is nobody's noise.
    // Of 4, which is open: nobody knows yet.
    { rule: 'QueueLag', alerts: 1, silenced: 0, incidents: 1, led: 0, neverLed: false },
  ],
  more: 0,
  // 2 and 5 (the test was wrong), of 1, 2 and 5. Their pages: Ada and Bo by night, Bo by day. Bo worked from 06:37 to 06:50 and from 12:03
  // to 12:30; Ada wrote nothing.
  falseAlarms: { n: 2, of: 3, pages: 3, nightPages: 2, people: 2, personMinutes: 40 },
  checks: [
    {
      // It failed on the 17th, which 1 says was real; on the 23rd, which a person says was not; and on the 24th, of which nobody knows.
      ...{ check: 'find-check', title: 'Find', episodes: 3, judged: 2, real: 1 },
      // It is there for 1, 4 and 5, and for 3, which names no environment. It failed in 1 and 5, and while 4 was open, but not in 3; and
      // before 1 and 5 were declared.
      ...{ concerned: 4, seen: 3, beforePeople: 2 },
    },
  ],
  precision: { part: 1, of: 2 },
  recall: { part: 3, of: 4 },
};

/** Without `allowed`, `left` and `spentInHours`, which are fractions: {@link countedFractions}. The one of which nothing is known comes first. */
export const countedBudgets: readonly Omit<SloBudget, 'allowed' | 'left' | 'spentInHours' | 'burn'>[] = [
  {
    ...{
      slo: 'find-works-there',
      title: 'Finding works there',
      workflow: 'find',
      workflowTitle: 'Find a person',
    },
    ...{ environment: 'us', objective: 0.99, windowDays: 28, checks: [], good: 0, bad: 0, notCounted: 0 },
    ...{ reached: null, days: [] },
  },
  {
    ...{ slo: 'find-works', title: 'Finding works', workflow: 'find', workflowTitle: 'Find a person' },
    ...{ environment: 'eu', objective: 0.9, windowDays: 7, checks: ['find-check'] },
    // From the 24th at 13:00 on: 30 and a flaky one, 5, 2 and 1 passed; 1, 1 and 1 failed; the harness failed once.
    ...{ good: 39, bad: 3, notCounted: 1, reached: 39 / 42 },
    days: [
      { day: '2026-11-25', good: 31, bad: 1 },
      { day: '2026-11-30', good: 5, bad: 1 },
      { day: '2026-12-01', good: 3, bad: 1 },
    ],
  },
];

export const countedFractions = {
  // A tenth of 42 may fail; three did: 1 - 3/4.2.
  ...{ allowed: 4.2, left: 0.285714 },
  // In this hour 0 of 1. Since 07:00, the first whole hour of the last six, 1 of 4, which is two and a half times a tenth. Since the 28th
  // at 13:00, 2 of 10.
  burn: {
    hour: { rate: 0, bad: 0, of: 1 },
    sixHours: { rate: 2.5, bad: 1, of: 4 },
    threeDays: { rate: 2, bad: 2, of: 10 },
  },
  // At twice the rate the rest of 168 hours' budget lasts 0.285714 / 2 of them.
  spentInHours: 24,
};

/** How fast people outside were told, of all incidents of the last 16 days; INC-10 was before, INC-6 a drill, INC-8 a duplicate. */
export const countedTold = {
  // 4: 1 min, 1: 5 (the earlier of two), 3: 10.
  toDraft: { n: 3, p50S: 300, p90S: 600 },
  // 1: 20 min, 4: 31. Half of two is the 1st.
  toApproval: { n: 2, p50S: 1_200, p90S: 1_860 },
  // 1: 25 min, the first of its two readers; of 4 nothing arrived.
  toDelivery: { n: 1, p50S: 1_500, p90S: 1_500 },
  // Of 1 one that was kept and one that was five minutes late, of 4 one that was never kept. 3's is not due yet.
  ...{ promises: 3, late: 2 },
};
