import { foldEvents, type NewEvent, type StoredEvent } from '@fieldmarshal/contract/incidents';
import { faultsOf } from '@fieldmarshal/contract/text';
import { assert, describe, expect, test } from 'vitest';
import { knownOf, type IncidentRecord } from '../record.ts';
import { advise, adviseAlong, type TriageFacts } from '../triage/advise.ts';
import { understand } from '../triage/understand.ts';
import { summarise } from '../summary/summarise.ts';
import { handoverLines } from '../texts/handover.ts';
import { caseFromLog } from '../../rca/core/from-log.ts';
import { ruleHits } from '../../rca/core/rules.ts';
import { recordOfLog } from './record-of.ts';
import { decisiveMoments } from './moments.ts';
import { momentsBefore } from './triage-course.ts';
import { factsOfIncident } from './triage-facts.ts';

const minute = (count: number): string => new Date(Date.UTC(2026, 2, 31, 10, count)).toISOString();
const declaredAs = (title: string, summary = ''): NewEvent => ({
  type: 'declared',
  version: 1,
  data: {
    ...{ title, summary, severity: 'SEV3', product: 'search', environment: null },
    ...{ escalationPolicy: null, drill: false, origin: null },
  },
});
const noted = (text: string): NewEvent => ({
  type: 'noted',
  version: 1,
  data: { text, code: null, attachments: [], decision: false },
});
const task = (title: string, id = 'T1'): NewEvent => ({
  type: 'task-added',
  version: 1,
  data: { task: id, title, assignee: { person: 'ann', name: 'Ann' }, team: null },
});
const assessed = (assessment: number, summary: string): NewEvent => ({
  type: 'impact-assessed',
  version: 1,
  data: { assessment, summary, changes: [], more: 0 },
});
const wayRound = (language: string, text: string): NewEvent => ({
  type: 'workaround-set',
  version: 1,
  data: { language, text },
});

/** A log in which something happens each minute. */
function logOf(...happened: readonly NewEvent[]) {
  const events = happened.map((event, index): StoredEvent => ({
    ...{ incidentId: 'INC-1', seq: index + 1, id: `e${index + 1}`, at: minute(index) },
    actor: { kind: 'person', id: 'mira', name: 'Mira', person: 'mira' },
    ...event,
  }));
  const incident = foldEvents(events);
  assert(incident !== null);
  const record = recordOfLog(incident, events, { products: ['Search'], now: minute(happened.length) });
  return { incident, events, record };
}

/** As the room shows it; every line follows from what it cites. */
function shown(record: IncidentRecord) {
  const summary = summarise(record);
  for (const line of summary.lines)
    expect(faultsOf(line, record.entries, knownOf(record)), line.text).toEqual([]);
  return { ...summary, texts: summary.lines.map(({ text, cites }) => `${text} [${cites.join(' ')}]`) };
}

describe('a task in a summary', () => {
  test('is to come while it is open, whatever its title says, and was done once it is done', () => {
    const open = shown(
      logOf(declaredAs('Search fails'), task('Roll back release 12. Then restart all.')).record,
    );
    expect(open.texts[1]).toBe('Task T1 is open (Ann): Roll back release 12. Then restart all. [2]');
    expect(open.slots).toMatchObject({ done: null, next: { cites: ['2'] } });
    const done = shown(
      logOf(declaredAs('Search fails'), task('Roll back release 12'), {
        ...{ type: 'task-done', version: 1, data: { task: 'T1' } },
      }).record,
    );
    expect(done.texts[1]).toBe('Task T1 is done (Ann): Roll back release 12. [3]');
    expect(done.slots).toMatchObject({ done: { cites: ['3'] }, next: null });
  });

  test('that was removed is told of no more, and a handover names an open one once', () => {
    const removed = logOf(declaredAs('Search fails'), task('Roll back'), {
      ...{ type: 'task-removed', version: 1, data: { task: 'T1' } },
    });
    expect(shown(removed.record).texts).toHaveLength(1);
    const open = logOf(declaredAs('Search fails'), task('Roll back the index'));
    const lines = handoverLines({ ...open, after: 0 }).filter(({ text }) => text.includes('Roll back'));
    expect(lines.map(({ section }) => section)).toEqual(['open']);
  });
});

const resolvedWith = (summary: string): NewEvent => ({ type: 'resolved', version: 1, data: { summary } });
const reopenedFor = (reason: string): NewEvent => ({ type: 'reopened', version: 1, data: { reason } });

describe('how it ended in a summary', () => {
  test('is said in the words of whoever resolved it, however few, and fills what was done', () => {
    const { texts, slots } = shown(logOf(declaredAs('Search slow'), resolvedWith('Added replicas.')).record);
    expect(texts).toContain('Resolved: Added replicas. [2]');
    expect(slots.done?.cites).toEqual(['2']);
  });

  test('is one sentence also with a number of a version in it, and nothing where nothing was written', () => {
    const end = (summary: string) =>
      shown(logOf(declaredAs('Search slow'), resolvedWith(summary)).record).texts.slice(1);
    expect(end('Upgraded the index to 4.18.2 on search.example.com')).toEqual([
      'Resolved: Upgraded the index to 4.18.2 on search.example.com. [2]',
    ]);
    expect(end('...')).toEqual([]);
    expect(end('Upgraded the index to 4.18.2. Restarted the nodes of it.')).toEqual([
      'Upgraded the index to 4.18.2. [2]',
      'Restarted the nodes of it. [2]',
    ]);
  });

  test('is what was done last, before what was tried', () => {
    const { slots } = shown(
      logOf(
        declaredAs('Search slow'),
        noted('We restarted node 3 of the index.'),
        resolvedWith('Deleted old segments on all nodes.'),
      ).record,
    );
    expect(slots.done).toMatchObject({ kind: 'action', cites: ['3'] });
  });

  test('is no end once it came back, and why it did is said', () => {
    const { texts } = shown(
      logOf(declaredAs('Mail is late'), resolvedWith('Added workers.'), reopenedFor('The queue grows'))
        .record,
    );
    expect(texts.join(' ')).not.toContain('Resolved:');
    expect(texts).toContain('It was opened again: The queue grows. [3]');
  });

  test('as a duplicate is said before all else', () => {
    const { record } = logOf(declaredAs('Mail is late'), noted('Acme waits for 40 minutes.'), {
      ...{ type: 'merged', version: 1, data: { into: 'INC-15' } },
    });
    expect(shown(record).texts).toContain('It ended as a duplicate of INC-15. [3]');
  });

  test('has among its decisive moments the notes that say why it broke and what was done, and no others', () => {
    const { incident, events, record } = logOf(
      declaredAs('Search fails'),
      noted('Shard 7 answers with 502 in 210 ms.'),
      noted('Root cause: a merge filled the disk of node 3.'),
      noted('We deleted old segments on node 3.'),
    );
    const moments = decisiveMoments(incident, events, summarise(record).lines);
    expect(moments.map(({ seq }) => seq)).toEqual([1, 3, 4]);
  });
});

test('a task in a handover is told by its entry, and a note that only sounds like one is a note', () => {
  const { incident, record } = logOf(
    declaredAs('Search fails'),
    task('Roll back the index'),
    noted('Task T9 is open in the tracker of the vendor: they look at disk 4.'),
  );
  const lines = handoverLines({ incident, record, after: 0 }).map(({ text }) => text);
  expect(lines.filter((text) => text.includes('T1'))).toHaveLength(1);
  expect(lines.join(' ')).toContain('Task T9 is open in the tracker of the vendor');
});

describe('typed facts in a summary', () => {
  test('who is hit and a way around it are said, as they were set last', () => {
    const { record } = logOf(
      declaredAs('Search fails'),
      assessed(1, '1 customer'),
      wayRound('de', 'Nutzen Sie die Liste'),
      wayRound('en', 'Use the list, see https://help.example/list'),
      assessed(2, '2 workflows, 12 customers'),
    );
    const { texts, slots } = shown(record);
    expect(texts.slice(1)).toEqual([
      'A way around it: Use the list, see (link in the entry). [4]',
      'Hit: 2 workflows, 12 customers. [5]',
    ]);
    expect(slots).toMatchObject({ impact: { cites: ['5'] }, workaround: { cites: ['4'] } });
  });

  test('are said although the log is long, and a taken back one is not', () => {
    const long = Array.from({ length: 60 }, (_, index) =>
      noted(`Node n${index} of shard ${index} fails with ${index} errors because disk ${index} is full.`),
    );
    const { slots } = shown(
      logOf(declaredAs('Search fails'), wayRound('en', 'Use the list'), assessed(1, '3 customers'), ...long)
        .record,
    );
    expect(slots).toMatchObject({ impact: { cites: ['3'] }, workaround: { cites: ['2'] } });
    const back = logOf(declaredAs('Search fails'), wayRound('en', 'Use the list'), wayRound('en', ''));
    expect(shown(back.record).slots.workaround).toBeNull();
  });

  test('say what was hit where nothing is any more', () => {
    const { record } = logOf(
      declaredAs('Search fails'),
      assessed(1, '3 customers'),
      assessed(2, 'nothing known to be hit'),
    );
    expect(shown(record).texts[1]).toBe('Hit before: 3 customers; now nothing known to be hit. [3]');
  });

  test('of alerts that were counted, none fires any more', () => {
    const counted = (firing: number, total: number, ...titles: string[]): NewEvent => ({
      type: 'alerts-counted',
      version: 1,
      data: { group: '1', title: 'search fails', firing, total, added: 0, titles },
    });
    const said = (...counts: readonly NewEvent[]) =>
      shown(logOf(declaredAs('Search fails'), ...counts).record).texts.slice(1);
    expect(said(counted(1, 1))).toEqual(['The alert is firing. [2]']);
    expect(said(counted(1, 3, 'disk full'))).toEqual(['1 of 3 alerts is firing, the newest: disk full. [2]']);
    expect(said(counted(1, 1), counted(0, 1))).toEqual(['The alert has ended. [3]']);
    expect(said(counted(3, 3), counted(0, 3))).toEqual(['All 3 alerts of a group have ended. [3]']);
    const { slots } = shown(logOf(declaredAs('Search fails'), counted(0, 1)).record);
    expect(slots.impact).toBeNull();
  });

  test('of a team that was asked in with all the evidence, the first sentence of it is said', () => {
    const evidence = `Files is the likely cause (1.00). ${'It takes part in 4 of 4 failures of runs and in few that passed. '.repeat(5)}`;
    const asked = (reason: string): NewEvent => ({
      type: 'team-engaged',
      version: 1,
      data: { team: 'flow', how: 'asked', reason },
    });
    const said = (reason: string) => shown(logOf(declaredAs('Search fails'), asked(reason)).record).texts[1];
    expect(said(evidence)).toBe('Team flow was asked in: Files is the likely cause (1.00). [2]');
    expect(said(`${'so many words '.repeat(20)}.`)).toBe('Team flow was asked in. [2]');
  });

  test('of anything else, a reason of many words is said too', () => {
    const way = (words: number): string =>
      `Use ${'the list or '.repeat(Math.floor((words - 4) / 3))}the list of files.`;
    const said = (text: string) => shown(logOf(declaredAs('Search fails'), wayRound('en', text)).record);
    expect(said(way(51)).texts[1]).toBe(`A way around it: ${way(51)} [2]`);
    expect(said(way(90)).texts[1]).toMatch(/^A way around it: Use the list or .*… \[2\]$/u);
    const { record } = logOf(
      declaredAs('Search fails'),
      {
        ...{ type: 'data-loss-set', version: 1 },
        data: { lost: true, reason: `It skipped ${'orders of a tenant and '.repeat(11)}no more.` },
      },
      {
        ...{ type: 'alerts-counted', version: 1 },
        data: {
          ...{ group: '1', title: 'disk', firing: 12, total: 12, added: 0 },
          titles: Array.from({ length: 9 }, (_, index) => `disk of node ${index} full`),
        },
      },
    );
    expect(record.entries[1]?.text).toContain('may have been: It skipped orders of a tenant and');
    expect(record.entries[2]?.text).toContain('the newest: disk of node 0 full, disk of node 1 full');
  });

  test('of a description that was corrected only the new one is said', () => {
    const { record } = logOf(declaredAs('Search fails', 'Search fails in the whole of Europe.'), {
      ...{ type: 'described', version: 1 },
      data: { title: 'Search fails', summary: 'Search fails for two tenants only.' },
    });
    expect(shown(record).texts.slice(1)).toEqual(['Search fails for two tenants only. [2]']);
  });
});

test('a change near it and a team that was asked in have done nothing yet', () => {
  const { record } = logOf(
    declaredAs('Search fails'),
    {
      type: 'change-linked',
      version: 1,
      data: {
        ...{ change: 'c1', title: 'Deploy and rollback of 4.2', product: 'search', environment: null },
        ...{ at: minute(0), reason: '' },
      },
    },
    { type: 'team-engaged', version: 1, data: { team: 'search', reason: 'to roll back 4.2', how: 'asked' } },
  );
  expect(shown(record).slots.done).toBeNull();
});

describe('data and security', () => {
  const grave = (...texts: readonly string[]) => {
    const { incident, events, record } = logOf(declaredAs('Search fails'), ...texts.map(noted));
    const heard = understand('', []);
    return {
      triage: factsOfIncident({ incident, record, heard, criticalProducts: new Set(), dependents: 0 })
        .dataOrSecurity,
      rules: ruleHits(caseFromLog({ ...noAlerts, incident, events })).map(({ rule, evidence }) => [
        rule,
        evidence,
      ]),
    };
  };
  const noAlerts = { alertStarts: [], alertProducts: [], isNew: null };

  test('a fear asks for a Field Marshal, a fact for an analysis; a denial and words of operations for neither', () => {
    expect(grave('41 orders were lost.')).toEqual({ triage: ['2'], rules: [['data-loss', '2']] });
    expect(grave('Is there data loss?')).toEqual({ triage: ['2'], rules: [] });
    expect(grave('No orders were lost.', 'The objective is breached, memory is leaking.')).toEqual({
      ...{ triage: null, rules: [] },
    });
  });

  test('what was said of the impact counts more than words, and what was taken back for nothing', () => {
    const set = (lost: boolean) => {
      const { incident, events, record } = logOf(declaredAs('Search fails'), noted('41 orders were lost.'), {
        ...{ type: 'data-loss-set', version: 1, data: { lost, reason: 'counted' } },
      });
      const heard = understand('', []);
      return [
        factsOfIncident({ incident, record, heard, criticalProducts: new Set(), dependents: 0 })
          .dataOrSecurity,
        ruleHits(caseFromLog({ ...noAlerts, incident, events })).map(({ evidence }) => evidence),
      ];
    };
    expect(set(true)).toEqual([['3'], ['3']]);
    expect(set(false)).toEqual([null, []]);
    const undone = logOf(declaredAs('Search fails'), noted('41 orders were lost.'), {
      ...{ type: 'undone', version: 1, data: { seq: 2, type: 'noted', back: null } },
    });
    expect(ruleHits(caseFromLog({ ...noAlerts, ...undone }))).toEqual([]);
  });
});

describe('a cause that somebody wrote', () => {
  const known = (...happened: readonly NewEvent[]) => {
    const declared = declaredAs('Search fails');
    const grave = { ...declared, data: { ...declared.data, severity: 'SEV2' as const } } as NewEvent;
    const { incident, events, record } = logOf(grave, ...happened);
    const given = { heard: understand('', []), criticalProducts: new Set<string>(), dependents: 0 };
    const rules = ruleHits(
      caseFromLog({ incident, events, alertStarts: [], alertProducts: [], isNew: null }),
    ).map(({ rule }) => rule);
    return { triage: factsOfIncident({ ...given, incident, record }).causeKnown, rules };
  };

  test.each([
    'Root cause: a merge filled the disk of node 3.',
    'The outage was caused by an expired certificate.',
    'Ursache: das Zertifikat ist abgelaufen.',
    '原因は索引の再構築でした。',
    'It was the load balancer: its timeout was set to 1 s.',
  ])('is known to advice and flag as it is to the summary: %s', (text) => {
    expect(known(noted(text)).triage).toBe(true);
    expect(known(noted(text), resolvedWith('Mended.')).rules).toEqual([]);
  });

  test.each([
    'The root cause is not known yet.',
    'Is the cause the disk of node 3?',
    'It may have been caused by the deploy.',
    'Sign-in fails because of errors of the store.',
    'Die Ursache ist noch nicht bekannt.',
    'We look for the cause.',
  ])('is none: %s', (text) => {
    expect(known(noted(text)).triage).toBe(false);
    expect(known(noted(text), resolvedWith('Mended.')).rules).toEqual(['cause-unknown']);
  });

  test('of before it came back, and what is said of lost data, are told by kind and not by the words of the line', () => {
    const { incident, record } = logOf(
      declaredAs('Search fails'),
      noted('Root cause: a full disk.'),
      resolvedWith('Mended.'),
      { type: 'data-loss-set', version: 1, data: { lost: true, reason: 'counted' } },
      reopenedFor('Errors'),
    );
    const entries = record.entries.map((entry) =>
      entry.origin === 'event' && entry.text !== '' ? { ...entry, text: `Wieder: ${entry.text}` } : entry,
    );
    const facts = factsOfIncident({
      ...{ incident, record: { ...record, entries }, heard: understand('', []) },
      ...{ criticalProducts: new Set<string>(), dependents: 0 },
    });
    expect(facts).toMatchObject({ causeKnown: false, dataOrSecurity: ['4'] });
  });

  test('before it came back is none any more', () => {
    const happened = [noted('Root cause: a full disk.'), resolvedWith('Mended.'), reopenedFor('Errors')];
    expect(known(...happened).triage).toBe(false);
    expect(known(...happened, resolvedWith('Gone.')).rules).toContain('cause-unknown');
  });
});

test('what the impact says counts until somebody answers it; a product named as the cause counts as hit', () => {
  const factsAfter = (...more: readonly NewEvent[]) => {
    const { incident, record } = logOf(declaredAs('Search fails'), ...more);
    const { proposed, products } = factsOfIncident({
      ...{ incident, record, heard: understand('', []), criticalProducts: new Set<string>(), dependents: 0 },
    });
    return { proposed, products };
  };
  const proposal: NewEvent = {
    type: 'severity-proposed',
    version: 1,
    data: { severity: 'SEV1', reason: 'down for all', rule: 'r' },
  };
  const causes = [{ kind: 'product', name: 'files', displayName: 'Files' } as const];
  const cause: NewEvent = {
    type: 'cause-found',
    version: 1,
    data: { state: 'clear', causes, probability: 1, version: 1, why: '' },
  };
  const before = factsAfter();
  expect(factsAfter(proposal)).toEqual({ ...before, proposed: { severity: 'SEV1', reason: 'down for all' } });
  expect(
    factsAfter(proposal, { type: 'severity-kept', version: 1, data: { severity: 'SEV1', reason: '' } }),
  ).toEqual(before);
  expect(factsAfter(cause)).toEqual({ ...before, products: before.products + 1 });
});

test('advice that was for a Field Marshal stays until the points are well below, and says so', () => {
  const { incident, events, record } = logOf(
    declaredAs('Search fails'),
    { type: 'severity-changed', version: 1, data: { from: 'SEV3', to: 'SEV1', reason: '' } },
    { type: 'severity-changed', version: 1, data: { from: 'SEV1', to: 'SEV3', reason: '' } },
  );
  const at = (one: Pick<ReturnType<typeof logOf>, 'incident' | 'record'>): TriageFacts => ({
    ...factsOfIncident({
      ...{ incident: one.incident, record: one.record, heard: understand('', []) },
      ...{ criticalProducts: new Set(), dependents: 0 },
    }),
    teams: 2,
    hasOwner: true,
  });
  const now = at({ incident, record });
  expect(advise(now)).toMatchObject({ advice: 'ask', held: null });
  const course = momentsBefore(events, record).map((one) => at(one));
  expect(adviseAlong(course, now)).toMatchObject({
    advice: 'field-marshal',
    held: 'It had 5 points before; the advice goes down only once there are fewer than 2.',
  });
  expect(adviseAlong(course, { ...now, teams: 1 })).toMatchObject({ advice: 'team', held: null });
});
