import type { Actor, Role } from '@fieldmarshal/contract';

/** From least to most: whoever holds a role may also do everything that the ones before it may. */
const ladder: readonly Role[] = ['viewer', 'responder', 'field-marshal', 'lead', 'admin'];

/**
 * The permission table: every ability with the lowest role that has it. Every verb asks for one of these and nothing else decides.
 * To let another role do something, change its line here; to add something that can be done, add a line.
 */
const lowestRole = {
  // Seeing. A refused `*.read` looks like something that does not exist.
  'alert.read': 'viewer',
  'catalog.read': 'viewer',
  'cause.read': 'viewer',
  'change.read': 'viewer',
  'check.read': 'viewer',
  'communication.read': 'viewer',
  'heartbeat.read': 'viewer',
  'incident.read': 'viewer',
  'insights.read': 'viewer',
  'feedback.give': 'viewer',
  'feedback.read': 'responder',
  'maintenance.read': 'viewer',
  'oncall.read': 'viewer',
  'page.read': 'viewer',
  'readiness.read': 'viewer',
  'runner.read': 'viewer',
  'rca.read': 'viewer',
  'model.answer': 'responder',
  'model.read': 'lead',
  'person.read': 'viewer',
  'silence.read': 'viewer',
  'site.read': 'viewer',
  'training.read': 'viewer',
  'delivery.read': 'responder',
  'notice.read': 'responder',
  'signal.read': 'responder',
  'subscriber.read': 'responder',
  'audit.read': 'lead',
  'integration.read': 'lead',
  'identity.read': 'admin',

  // Own things.
  'token.own': 'viewer',
  'contact.own': 'viewer',
  'incident.follow': 'viewer',

  // Working on what is broken.
  'communication.edit': 'responder',
  'incident.declare': 'responder',
  'incident.join': 'responder',
  'incident.acknowledge': 'responder',
  'incident.note': 'responder',
  'incident.attach': 'responder',
  'incident.admit': 'responder',
  'incident.task': 'responder',
  'incident.state': 'responder',
  'incident.severity': 'responder',
  'incident.impact': 'responder',
  'incident.edit': 'responder',
  'incident.link': 'responder',
  'incident.engage': 'responder',
  'incident.team': 'responder',
  'incident.page': 'responder',
  'alert.acknowledge': 'responder',
  'alert.resolve': 'responder',
  'alert.silence': 'responder',
  'cause.answer': 'responder',
  'change.write': 'responder',
  'check.run': 'responder',
  'page.answer': 'responder',
  'page.send': 'responder',
  'readiness.write': 'responder',
  /** Only of what one's team owns; the verb asks for that. */
  'schedule.edit': 'responder',
  'policy.edit': 'responder',
  'oncall.override': 'responder',
  'oncall.cover': 'responder',
  'handover.sign': 'responder',
  'oncall.feed': 'viewer',
  'signal.write': 'responder',
  'ticket.hear': 'responder',
  'drill.play': 'responder',
  'feedback.answer': 'responder',

  // Leading it to its end.
  'communication.approve': 'field-marshal',
  'incident.lead': 'field-marshal',
  'bundle.carry': 'field-marshal',
  'incident.transfer': 'field-marshal',
  'incident.private': 'field-marshal',
  'incident.role': 'field-marshal',
  'incident.resolve': 'field-marshal',
  'incident.merge': 'field-marshal',
  'incident.reopen': 'field-marshal',
  'model.stop': 'field-marshal',
  'rca.decide': 'field-marshal',
  'training.sign': 'field-marshal',

  // Owning how it is done.
  'incident.review': 'lead',
  'readiness.exempt': 'lead',
  'training.manage': 'lead',
  'report.send': 'lead',
  'drill.live': 'lead',
  'drill.override': 'lead',
  'status.link': 'lead',
  'subscriber.manage': 'lead',
  'rca.reset': 'lead',
  'cause.tune': 'lead',
  'catalog.write': 'lead',
  'maintenance.write': 'lead',
  'heartbeat.write': 'lead',
  'check.write': 'lead',
  'signal.replay': 'lead',
  'delivery.retry': 'lead',

  // Running the installation.
  'delivery.bounce': 'admin',
  'delivery.test': 'admin',
  'model.manage': 'admin',
  'delivery.manage': 'admin',
  'identity.manage': 'admin',
  'runner.manage': 'admin',
  'egress.allow': 'admin',
  'sight.widen': 'admin',
  'check.secret': 'admin',
  'integration.manage': 'admin',
  'site.manage': 'admin',
  'scim.provision': 'admin',
} as const satisfies Record<string, Role>;

/** Something that can be done, as `noun.verb`. */
export type Ability = keyof typeof lowestRole;

// Object.keys of a closed literal gives exactly its keys; the compiler types them as string.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const abilities = Object.keys(lowestRole) as readonly Ability[];

export function isAbility(text: string): text is Ability {
  return Object.hasOwn(lowestRole, text);
}

/** What customers or the whole installation feel: a person must have shown a short time ago that it is them. */
const fresh: ReadonlySet<Ability> = new Set([
  'communication.approve',
  'identity.manage',
  'integration.manage',
  'delivery.manage',
  'runner.manage',
  'egress.allow',
  'sight.widen',
  'check.secret',
]);

export function needsFreshSignIn(ability: Ability): boolean {
  return fresh.has(ability);
}

export function lowestRoleFor(ability: Ability): Role {
  return lowestRole[ability];
}

/**
 * Whether the actor may. People and tokens by their roles, tokens also only within their own list of abilities; an integration may
 * write signals or speak of tickets and nothing else, not even read; work of the system itself may everything.
 */
export function can(actor: Actor, ability: Ability): boolean {
  switch (actor.kind) {
    case 'person':
      return rolesAllow(actor.roles, ability);
    case 'token':
      return (
        rolesAllow(actor.roles, ability) &&
        (actor.abilities === undefined || actor.abilities.includes(ability))
      );
    case 'integration':
      return ability === 'signal.write' || ability === 'ticket.hear';
    case 'system':
      return true;
  }
}

function rolesAllow(roles: readonly Role[], ability: Ability): boolean {
  return rankOf(roles) >= ladder.indexOf(lowestRole[ability]);
}

/** The roles that are left of `wanted` under the ceiling of `held`: what a token may act with at most. */
export function rolesWithin(wanted: readonly Role[], held: readonly Role[]): Role[] {
  return wanted.filter((role) => ladder.indexOf(role) <= rankOf(held));
}

/**
 * Whether somebody with roles `held` may change an account with the roles `before` into one with those of `after`: nobody hands out or
 * takes away more than they have, or gives somebody above them another name or address.
 */
export function mayAssign(held: readonly Role[], before: readonly Role[], after: readonly Role[]): boolean {
  return Math.max(rankOf(before), rankOf(after)) <= rankOf(held);
}

function rankOf(roles: readonly Role[]): number {
  return Math.max(-1, ...roles.map((role) => ladder.indexOf(role)));
}
