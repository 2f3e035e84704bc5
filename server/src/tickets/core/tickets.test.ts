import { describe, expect, it, test } from 'vitest';
import { fillNewTicket, ticketAddress, type TicketValues } from './new-ticket.ts';
import { meaningOf } from './meaning.ts';
import { readHeard } from './read-heard.ts';
import { toldType, type Told } from './told-type.ts';

const none: TicketValues = {
  ...{ ref: 'INC-4/A1', title: 'a & b=c#d "é" \ud800', description: 'x\n\ny', aim: 'prevent', owner: null },
  ...{ ownerEmail: null, team: '', due: null, link: 'https://fm.example/r', incident: 'INC-4' },
  ...{ incidentTitle: 't', severity: null, product: null, environment: null },
};

describe('the form of a new ticket', () => {
  it('has every value encoded, and nothing where the action lacks one', () => {
    const url = fillNewTicket(
      'https://t.example/new?s={{title}}&d={{ description }}&o={{owner}}&t={{team}}',
      none,
    );
    expect(url).toBe(
      'https://t.example/new?s=a%20%26%20b%3Dc%23d%20%22%C3%A9%22%20%EF%BF%BD&d=x%0A%0Ay&o=&t=',
    );
  });

  it('is none where it would be too long to open', () => {
    expect(
      fillNewTicket('https://t.example/?d={{description}}', { ...none, description: 'é'.repeat(4_000) }),
    ).toBeNull();
  });
});

test.each([
  ['https://jira.example/browse/{{key}}', 'OPS-1', 'https://jira.example/browse/OPS-1'],
  ['https://t.example/?id={{key}}', 'a/b#1', 'https://t.example/?id=a/b%231'],
  [undefined, 'OPS-1', null],
])('with the template %s the ticket %s is read at %s', (template, key, address) => {
  expect(ticketAddress(template, key)).toBe(address);
});

test.each([
  [{}, 'DONE', 'done'],
  [{}, 'not planned', 'dropped'],
  [{}, 'Waiting for vendor', null],
  [{ doing: ['Waiting for vendor'] }, ' waiting for VENDOR', 'doing'],
  [{ done: ['Shipped'] }, 'done', null],
  [{ dropped: ['Done'] }, 'done', 'dropped'],
] as const)('with the words %o, %s means %s', (states, word, meaning) => {
  expect(meaningOf(structuredClone(states) as Parameters<typeof meaningOf>[0], word)).toBe(meaning);
});

describe('a message of a tracker', () => {
  it('is read in the form of GitHub, with the reason of its end', () => {
    const issue = {
      ...{ number: 7, html_url: 'https://github.com/kestrel/ops/issues/7', state: 'closed' },
      ...{
        state_reason: 'not_planned',
        title: 'Rotate logs',
        body: 'see INC-4/A1',
        updated_at: '2026-11-26T10:00:00Z',
      },
    };
    expect(readHeard({ action: 'closed', issue, repository: { full_name: 'kestrel/ops' } })).toEqual({
      ...{ key: 'kestrel/ops#7', url: issue.html_url, state: 'not planned' },
      ...{ at: '2026-11-26T10:00:00.000Z', ref: null, refInText: 'INC-4/A1' },
    });
  });

  it('is read in the form of GitLab', () => {
    const heard = readHeard({
      object_kind: 'issue',
      object_attributes: {
        ...{ iid: 3, url: 'https://gitlab.example/ops/x/-/issues/3', state: 'opened' },
        ...{ title: 't', description: null, updated_at: '2026-11-26 10:00:00 UTC' },
      },
      project: { path_with_namespace: 'ops/x' },
    });
    expect(heard).toMatchObject({
      key: 'ops/x#3',
      state: 'opened',
      at: '2026-11-26T10:00:00.000Z',
      refInText: null,
    });
  });

  it('is read in the form of Jira, its label too', () => {
    const fields = {
      status: { name: 'In Progress' },
      labels: ['INC-4-A1'],
      updated: '2026-11-26T10:00:00.000+0100',
    };
    const heard = readHeard({
      issue: { key: 'OPS-1', self: 'https://j.example/rest/api/2/issue/1', fields },
    });
    expect(heard).toMatchObject({
      ...{ key: 'OPS-1', url: 'https://j.example/browse/OPS-1', state: 'In Progress' },
      ...{ at: '2026-11-26T09:00:00.000Z', refInText: 'INC-4/A1' },
    });
  });

  it.each([
    [{ key: 'OPS 1' }, 'letters'],
    [{ key: 'OPS-1', ref: 'INC-1' }, 'INC-42/A3'],
    [{ key: 'OPS-1', url: 'javascript:alert(1)' }, 'url'],
    ['nothing', 'expected'],
  ])('is refused as %o', (body, why) => {
    expect(() => readHeard(body)).toThrow(why);
  });
});

test.each<[string, readonly Told[], Parameters<typeof toldType>[1], string]>([
  ['created', [], { isNew: true, state: 'open' }, 'action.created'],
  ['not created, where long ago is forgotten', [], { isNew: false, state: 'open' }, 'action.changed'],
  [
    'created as long as that never got there',
    [{ type: 'action.created', arrived: false, state: 'open' }],
    { isNew: false, state: 'done' },
    'action.created',
  ],
  [
    'done',
    [{ type: 'action.created', arrived: true, state: 'open' }],
    { isNew: false, state: 'done' },
    'action.done',
  ],
  [
    'changed',
    [{ type: 'action.done', arrived: true, state: 'done' }],
    { isNew: false, state: 'done' },
    'action.changed',
  ],
  [
    'taken up again',
    [{ type: 'action.done', arrived: true, state: 'done' }],
    { isNew: false, state: 'doing' },
    'action.reopened',
  ],
])('a tracker is told that an action is %s', (_what, before, now, type) => {
  expect(toldType(before, now)).toBe(type);
});
