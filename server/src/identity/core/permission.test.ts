import type { Actor, Role } from '@fieldmarshal/contract';
import { describe, expect, test } from 'vitest';
import { abilities, can, mayAssign, rolesWithin, type Ability } from './permission.ts';

const roles: readonly Role[] = ['viewer', 'responder', 'field-marshal', 'lead', 'admin'];

/** Who may do what, once more and by hand: v viewer, r responder, f field-marshal, l lead, a admin. A change of rights changes two files. */
const expected: Record<Ability, string> = {
  'scim.provision': '----a',
  'delivery.bounce': '----a',
  'alert.read': 'vrfla',
  'cause.read': 'vrfla',
  'model.answer': '-rfla',
  'model.read': '---la',
  'model.stop': '--fla',
  'model.manage': '----a',
  'rca.read': 'vrfla',
  'rca.decide': '--fla',
  'rca.reset': '---la',
  'cause.tune': '---la',
  'readiness.read': 'vrfla',
  'readiness.write': '-rfla',
  'readiness.exempt': '---la',
  'training.read': 'vrfla',
  'drill.play': '-rfla',
  'training.sign': '--fla',
  'training.manage': '---la',
  'report.send': '---la',
  'feedback.give': 'vrfla',
  'feedback.read': '-rfla',
  'feedback.answer': '-rfla',
  'drill.live': '---la',
  'drill.override': '---la',
  'catalog.read': 'vrfla',
  'change.read': 'vrfla',
  'check.read': 'vrfla',
  'communication.read': 'vrfla',
  'incident.follow': 'vrfla',
  'subscriber.read': '-rfla',
  'communication.edit': '-rfla',
  'communication.approve': '--fla',
  'status.link': '---la',
  'subscriber.manage': '---la',
  'runner.read': 'vrfla',
  'heartbeat.read': 'vrfla',
  'incident.read': 'vrfla',
  'insights.read': 'vrfla',
  'maintenance.read': 'vrfla',
  'oncall.feed': 'vrfla',
  'oncall.cover': '-rfla',
  'schedule.edit': '-rfla',
  'policy.edit': '-rfla',
  'handover.sign': '-rfla',
  'oncall.read': 'vrfla',
  'page.read': 'vrfla',
  'person.read': 'vrfla',
  'silence.read': 'vrfla',
  'site.read': 'vrfla',
  'token.own': 'vrfla',
  'contact.own': 'vrfla',
  'delivery.read': '-rfla',
  'notice.read': '-rfla',
  'signal.read': '-rfla',
  'incident.declare': '-rfla',
  'incident.join': '-rfla',
  'incident.acknowledge': '-rfla',
  'incident.note': '-rfla',
  'incident.attach': '-rfla',
  'incident.admit': '-rfla',
  'incident.task': '-rfla',
  'incident.state': '-rfla',
  'incident.severity': '-rfla',
  'incident.impact': '-rfla',
  'incident.edit': '-rfla',
  'incident.link': '-rfla',
  'incident.engage': '-rfla',
  'incident.team': '-rfla',
  'incident.page': '-rfla',
  'alert.acknowledge': '-rfla',
  'alert.resolve': '-rfla',
  'alert.silence': '-rfla',
  'cause.answer': '-rfla',
  'change.write': '-rfla',
  'check.run': '-rfla',
  'page.answer': '-rfla',
  'page.send': '-rfla',
  'oncall.override': '-rfla',
  'signal.write': '-rfla',
  'ticket.hear': '-rfla',
  'incident.lead': '--fla',
  'incident.transfer': '--fla',
  'bundle.carry': '--fla',
  'incident.private': '--fla',
  'incident.role': '--fla',
  'incident.resolve': '--fla',
  'incident.merge': '--fla',
  'incident.reopen': '--fla',
  'incident.review': '---la',
  'audit.read': '---la',
  'catalog.write': '---la',
  'check.write': '---la',
  'delivery.retry': '---la',
  'heartbeat.write': '---la',
  'integration.read': '---la',
  'maintenance.write': '---la',
  'signal.replay': '---la',
  'check.secret': '----a',
  'runner.manage': '----a',
  'egress.allow': '----a',
  'sight.widen': '----a',
  'delivery.test': '----a',
  'delivery.manage': '----a',
  'identity.manage': '----a',
  'identity.read': '----a',
  'integration.manage': '----a',
  'site.manage': '----a',
};

function person(...held: Role[]): Actor {
  return { kind: 'person', person: 'mira', displayName: 'Mira Khan', roles: held };
}

function token(held: Role[], only?: Ability[]): Actor {
  const scope = only === undefined ? {} : { abilities: only };
  return { kind: 'token', tokenId: 'token-1', name: 'ci', person: null, roles: held, ...scope };
}

describe('the permission table', () => {
  test.each(abilities)('%s', (ability) => {
    const allowed = roles.map((role) => (can(person(role), ability) ? role[0] : '-')).join('');
    expect(allowed).toBe(expected[ability]);
  });

  test('several roles allow what the highest of them allows', () => {
    expect(can(person('viewer', 'lead'), 'catalog.write')).toBe(true);
    expect(can(person('lead', 'viewer'), 'catalog.write')).toBe(true);
  });

  test('nobody without a role may anything, not even look', () => {
    for (const ability of abilities) expect(can(person(), ability), ability).toBe(false);
  });

  test('an integration may write signals or speak of tickets, and nothing else', () => {
    const integration: Actor = { kind: 'integration', integrationId: 'integration-1', name: 'prometheus' };
    for (const ability of abilities)
      expect(can(integration, ability), ability).toBe(['signal.write', 'ticket.hear'].includes(ability));
  });

  test('the system may everything', () => {
    for (const ability of abilities)
      expect(can({ kind: 'system', name: 'start' }, ability), ability).toBe(true);
  });

  test('a token may what its roles allow, and no more than its own list', () => {
    expect(can(token(['admin']), 'identity.manage')).toBe(true);
    expect(can(token(['admin'], ['incident.declare']), 'incident.declare')).toBe(true);
    expect(can(token(['admin'], ['incident.declare']), 'incident.read')).toBe(false);
    expect(can(token(['viewer'], ['incident.declare']), 'incident.declare')).toBe(false);
    expect(can(token(['admin'], []), 'incident.read')).toBe(false);
  });
});

describe('handing out roles', () => {
  test.each<[held: Role[], before: Role[], after: Role[], may: boolean]>([
    [['lead'], [], ['responder'], true],
    [['lead'], [], ['lead'], true],
    [['lead'], [], ['admin'], false],
    [['lead'], ['admin'], ['viewer'], false],
    [['lead'], ['admin'], ['admin'], false],
    [['lead'], ['lead'], ['lead'], true],
    [['lead'], ['admin'], ['admin', 'viewer'], false],
    [['lead'], ['responder'], [], true],
    [['admin'], ['admin'], ['viewer'], true],
    [['responder'], ['viewer'], ['field-marshal'], false],
    [[], [], ['viewer'], false],
    [[], ['viewer'], ['viewer'], false],
    [[], [], [], true],
  ])('%j may turn %j into %j: %s', (held, before, after, may) => {
    expect(mayAssign(held, before, after)).toBe(may);
  });

  test('a token acts with no role beyond those its person has now', () => {
    expect(rolesWithin(['responder', 'admin'], ['lead'])).toEqual(['responder']);
    expect(rolesWithin(['viewer'], ['admin'])).toEqual(['viewer']);
    expect(rolesWithin(['viewer'], [])).toEqual([]);
  });
});
