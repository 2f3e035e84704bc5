import { person, system, TestLog, declaration } from '../../../../contract/src/incidents/testing-log.ts';
import type { CommandBody, Declaration } from '../../../../contract/src/incidents/decide/command.ts';
import { decideMerge } from '../../../../contract/src/incidents/decide/merge.ts';
import type { Who } from '@fieldmarshal/contract/incidents';

/**
 * A fortnight of one small organisation, the 16th to the 29th of November 2026 (Monday to Sunday), as logs; and the little before it.
 * What every number of it is stands in `contract/src/insights/hand-counted.ts`.
 *
 * Ada is in Denver (seven hours behind UTC), Bo in London (which is at UTC), Cy is in no hub, so in UTC.
 */
const [ada, bo, cy] = [person('ada'), person('bo'), person('cy')] as const;

/** The moment at which the numbers are read: a Tuesday at noon. */
export const readAt = '2026-12-01T12:00:00Z';

/** For tests: a log of which every entry says its own time of day; a time before the last is on the next day. */
class Story extends TestLog {
  private pages = 0;

  constructor(
    id: string,
    declaredAt: string,
    { by, ...change }: Partial<Declaration> & { readonly by: Who },
  ) {
    super(id);
    this.nowMs = Date.parse(declaredAt);
    this.must(by, { ...declaration, title: id, ...change });
  }

  /** At an instant, or at a time of the day it was declared on. */
  at(when: string): this {
    this.nowMs = Date.parse(when.includes('T') ? when : `${this.state.declaredAt.slice(0, 10)}T${when}Z`);
    return this;
  }

  /** Whatever the log refuses is a mistake in the story. */
  must(by: Who, command: CommandBody): this {
    const decision = this.ask(by, command, 0);
    if (!decision.ok) throw new Error(`${this.id} ${command.type}: ${decision.message}`);
    return this;
  }

  /** Somebody is paged now, and answers then; null: never. */
  page(who: Who, answeredAt: string | null, status: 'sent' | 'following' = 'sent'): this {
    this.pages += 1;
    const of = { type: 'record-page', page: `${this.id}-p${this.pages}`, team: null, detail: '' } as const;
    const whom = { person: { person: who.id, name: who.name }, happenedAt: null };
    this.must(system, { ...of, ...whom, channel: 'email', status, answeredBy: null });
    if (answeredAt === null) return this;
    this.at(answeredAt);
    return this.must(system, {
      ...{ ...of, ...whom, channel: null, status: 'acknowledged', answeredBy: who.name },
    });
  }
}

const ofGroup = (id: string) => ({ origin: { kind: 'alert-group', id }, alertCount: 1 });
const product = (name: string) => ({ kind: 'product', name, displayName: name }) as const;
const action = {
  type: 'add-action',
  aim: 'prevent',
  owner: null,
  team: null,
  task: null,
  factor: null,
} as const;

/** Tuesday: a check finds that search fails; led, told, mitigated, and reviewed with two actions. */
function found(): Story {
  const search = { product: 'search', environment: 'eu', ...ofGroup('1') };
  return new Story('INC-1', '2026-11-17T10:00:00Z', { by: system, ...search })
    .page(cy, null, 'following')
    .page(bo, '10:04:00')
    .must(bo, { type: 'acknowledge' })
    .at('10:10:00')
    .must(ada, { type: 'take-role', role: 'field-marshal' })
    .at('10:12:00')
    .must(ada, { type: 'set-severity', severity: 'SEV2', reason: '' })
    .at('10:20:00')
    .must(ada, { type: 'set-state', state: 'identified' })
    .at('10:25:00')
    .must(system, told)
    .at('10:40:00')
    .must(ada, { type: 'set-state', state: 'monitoring' })
    .must(ada, { type: 'answer-cause', answer: 'confirmed', cause: product('search'), ...unsaid })
    .at('11:00:00')
    .must(ada, { type: 'resolve', summary: 'rolled back' })
    .at('2026-11-18T09:00:00Z')
    .must(bo, { ...action, title: 'A test of it', dueOn: '2026-11-25' })
    .must(bo, { ...action, title: 'A limit', dueOn: '2026-11-30' })
    .must(bo, { type: 'move-action', action: 'A1', to: 'done', note: '' })
    .must(bo, { type: 'review', summary: 'learnt' });
}

const unsaid = { faultKind: null, note: '' } as const;
const told: CommandBody = {
  ...{ type: 'record-communication', communication: '1', audience: 'customers', application: 'hearth' },
  ...{ language: 'en', stage: 'identified', title: 'Search', approvedBy: ['ada'], recipients: 2 },
  ...{ corrects: null, nextUpdateAt: null },
};

/** The night to Wednesday: other monitoring cries wolf. Ada, for whom it is half past eleven in the evening, sleeps on; Bo looks. */
function wolf(): Story {
  const files = { product: 'files', environment: 'eu', ...ofGroup('2') };
  return new Story('INC-2', '2026-11-18T06:30:00Z', { by: system, ...files })
    .page(ada, null)
    .at('06:35:00')
    .page(bo, '06:37:00')
    .must(bo, { type: 'acknowledge' })
    .at('06:50:00')
    .must(bo, { type: 'resolve', summary: 'nothing' });
}

/** Friday: users told us. Somebody declares the same again, which is merged; it is resolved too early, and again. */
function toldByUsers(): Story[] {
  const slow = new Story('INC-3', '2026-11-20T15:00:00Z', { by: bo, product: 'search', severity: 'SEV3' })
    .at('15:01:00')
    .must(bo, { type: 'acknowledge' })
    .at('15:02:00')
    .must(bo, { type: 'take-role', role: 'field-marshal' });
  const same = new Story('INC-8', '2026-11-20T15:05:00Z', { by: cy, product: 'search', severity: 'SEV3' });
  const merge = decideMerge(same.state, slow.state);
  if (!merge.ok) throw new Error(merge.message);
  same.at('15:10:00').append(bo, [merge.source]);
  slow.at('15:10:00').append(bo, [merge.target]);
  slow
    .at('16:00:00')
    .must(bo, { type: 'answer-cause', answer: 'corrected', cause: product('search'), ...unsaid })
    .at('16:30:00')
    .must(bo, { type: 'resolve', summary: 'restarted' })
    .at('16:40:00')
    .must(bo, { type: 'reopen', reason: 'still slow' })
    .at('17:00:00')
    .must(bo, { type: 'resolve', summary: 'an index' });
  return [slow, same];
}

/** Saturday: a queue grows, says an alert whose clock is five minutes fast. It is still open. */
function wrongClock(): Story {
  const queue = { product: 'search', environment: 'eu', ...ofGroup('4') };
  return new Story('INC-4', '2026-11-21T09:00:00Z', { by: system, ...queue })
    .page(cy, '09:00:30')
    .must(cy, { type: 'acknowledge' })
    .at('09:05:00')
    .must(cy, { type: 'take-role', role: 'field-marshal' })
    .at('09:10:00')
    .page(cy, '09:11:00')
    .at('09:30:00')
    .must(system, {
      ...{ type: 'record-cause', state: 'clear', causes: [product('files')], probability: 0.9, version: 1 },
      why: 'files',
    })
    .must(cy, { type: 'set-state', state: 'identified' })
    .at('10:00:00')
    .must(cy, { ...action, title: 'Another queue', dueOn: null })
    .must(cy, { ...action, title: 'A shorter queue', dueOn: '2026-12-05' })
    .must(cy, { type: 'move-action', action: 'A1', to: 'dropped', note: '' })
    .must(cy, { type: 'move-action', action: 'A2', to: 'doing', note: '' });
}

/** Monday: the check itself was wrong, which is a false alarm although somebody took it far. */
function wrongCheck(): Story {
  const cause = { kind: 'test', name: 'find-check', displayName: 'Find' } as const;
  return new Story('INC-5', '2026-11-23T12:00:00Z', {
    by: system,
    ...{ product: 'search', environment: 'eu', ...ofGroup('5') },
  })
    .page(bo, '12:03:00')
    .must(bo, { type: 'acknowledge' })
    .at('12:10:00')
    .must(bo, { type: 'set-state', state: 'identified' })
    .at('12:20:00')
    .must(bo, { type: 'answer-cause', answer: 'corrected', cause, ...unsaid })
    .at('12:30:00')
    .must(bo, { type: 'resolve', summary: 'the check is mended' });
}

/** Sunday: practice, which counts in nothing, however much is in it. */
function practice(): Story {
  return new Story('INC-6', '2026-11-22T12:00:00Z', {
    by: bo,
    drill: true,
    product: 'search',
    severity: 'SEV1',
  })
    .page(bo, '12:01:00')
    .at('12:20:00')
    .must(bo, { type: 'resolve', summary: 'practised' });
}

/** The last millisecond of the fortnight; Bo is paged at once and the next evening, and answers then. */
function lastMoment(): Story {
  return new Story('INC-7', '2026-11-29T23:59:59.999Z', { by: ada, severity: 'SEV1' })
    .page(bo, null)
    .at('2026-11-30T22:30:00Z')
    .page(bo, '2026-11-30T22:31:00Z')
    .must(bo, { type: 'acknowledge' });
}

/** What comes a millisecond after it, and what was in the fortnight before: an afternoon, and its last millisecond. */
function around(): Story[] {
  const after = new Story('INC-9', '2026-11-30T00:00:00Z', { by: ada, severity: 'SEV4' });
  const before = new Story('INC-10', '2026-11-04T10:00:00Z', { by: ada, severity: 'SEV4' })
    .at('10:05:00')
    .must(ada, { type: 'acknowledge' })
    .at('10:30:00')
    .must(ada, { type: 'resolve', summary: 'gone' });
  const last = new Story('INC-11', '2026-11-15T23:59:59.999Z', {
    by: system,
    ...{ product: 'search', environment: 'eu', ...ofGroup('11') },
  })
    .at('2026-11-16T00:01:59.999Z')
    .must(bo, { type: 'acknowledge' })
    .at('2026-11-16T01:29:59.999Z')
    .must(bo, { type: 'resolve', summary: 'gone' })
    .must(bo, { type: 'review', summary: 'known' });
  return [after, before, last];
}

/** All of them, as they were lived. */
export function logs(): TestLog[] {
  return [
    found(),
    wolf(),
    ...toldByUsers(),
    wrongClock(),
    wrongCheck(),
    practice(),
    lastMoment(),
    ...around(),
  ];
}
