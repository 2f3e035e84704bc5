import type { CatalogObject, PageTarget } from '@fieldmarshal/contract/catalog';
import type { Catalog } from '#catalog';
import type { Contacts } from '#delivery';
import type { Asking, Reach, Turns, Way, World } from '../core/escalation/machine.ts';
import { waysOf } from '../core/escalation/plan.ts';
import { onCallAt } from '../core/shifts.ts';
import { besideOf } from './beside.ts';
import { shadowsOf } from './shadows.ts';

const noTurns: Turns = new Map();

/** Who there is, and how each is reached. */
export interface Directory {
  readonly catalog: Catalog;
  readonly contacts: Contacts;
}

/** The world as the directory tells it at one moment: schedules, teams, hubs and people are looked up when a step rings, not before. */
export function worldOf(directory: Directory, now: Date, turns: Turns = noTurns): World {
  const at = now.getTime();
  return {
    now: at,
    shadowsOf: (person, severity) => shadowsOf(directory, person, { at, severity }),
    reach: (target, asking) => reachOf(directory, target, { ...asking, now }),
    turns,
  };
}

/** The scope of paging for a drill. */
export const drillScope = 'drill';

/** The world of an escalation with this scope: a drill pages its people alone, so nobody shadows them. */
export function worldFor(
  scope: string,
  directory: Directory,
  { now, turns }: { readonly now: Date; readonly turns: Turns },
): World {
  const world = worldOf(directory, now, turns);
  return scope === drillScope ? { ...world, shadowsOf: () => [] } : world;
}

/** A world in which nobody is there: for inputs that ring nobody. */
export function emptyWorld(now: Date): World {
  return { now: now.getTime(), reach: () => [], turns: noTurns };
}

interface Moment extends Asking {
  readonly now: Date;
}

function reachOf({ catalog, contacts }: Directory, target: PageTarget, moment: Moment): Reach[] {
  const named = namesOf(catalog, target, moment.now).map((name) => ({
    person: name,
    why: whyOf(catalog, target),
    isBeside: false,
  }));
  const at = moment.now.getTime();
  const beside = ('schedule' in target ? besideOf(catalog, target.schedule, at) : []).map((each) => ({
    ...each,
    isBeside: true,
  }));
  return [...named, ...beside].flatMap(({ person: name, why, isBeside }): Reach[] => {
    const person = catalog.get('Person', name);
    // Who is named but gone is passed over; the step then goes on without them.
    if (!person) return [];
    const team = 'team' in target ? target.team : null;
    const methods = waysOfPerson(contacts, person, moment);
    return [{ person: name, methods, why, team, isBeside }];
  });
}

/** How a person would be rung at a moment. */
function waysOfPerson(
  contacts: Contacts,
  { name, spec }: CatalogObject<'Person'>,
  { severity, isLast, now }: Moment,
): Way[] {
  const { notificationRules, quietHours = null } = spec;
  const rules = { methods: contacts.methodsOf(name, spec), notificationRules, quietHours };
  return waysOf(rules, { severity, isLast, now: now.getTime() });
}

function namesOf(catalog: Catalog, target: PageTarget, now: Date): readonly string[] {
  if ('person' in target) return [target.person];
  if ('team' in target) return catalog.membersOf(target.team);
  if ('hub' in target)
    return catalog
      .list('Person')
      .filter(({ spec }) => spec.hub === target.hub)
      .map(({ name }) => name);
  const schedule = catalog.get('Schedule', target.schedule);
  return schedule ? onCallAt(schedule.spec, now.getTime()) : [];
}

function whyOf(catalog: Catalog, target: PageTarget): string {
  if ('person' in target) return 'named in the escalation policy';
  const turn = target.roundRobin === true ? 'your turn as ' : '';
  if ('team' in target) return `${turn}member of team ${target.team}`;
  if ('hub' in target) return `${turn}${turn ? 'one' : 'everyone'} of hub ${target.hub}`;
  const name = catalog.get('Schedule', target.schedule)?.spec.displayName ?? target.schedule;
  return `${turn ? 'your turn among those ' : ''}on call for ${name}`;
}
