import type { PageTarget } from '@fieldmarshal/contract/catalog';
import type { Catalog } from '#catalog';
import type { Contacts } from '#delivery';
import type { Reach, World } from '../core/escalate.ts';
import { onCallAt } from '../core/shifts.ts';

/** The world as the catalog tells it at one moment: schedules, teams and people are looked up when a step rings, not before. */
export function worldOf(catalog: Catalog, now: Date, contacts: Contacts): World {
  return { now: now.getTime(), reach: (target) => reachOf(target, { catalog, now, contacts }) };
}

interface At {
  readonly catalog: Catalog;
  readonly now: Date;
  readonly contacts: Contacts;
}

function reachOf(target: PageTarget, { catalog, now, contacts }: At): Reach[] {
  const reach = (name: string, why: string, team: string | null): Reach[] => {
    const person = catalog.get('Person', name);
    // Who is named but gone is passed over; the step then goes on without them.
    return person ? [{ person: name, methods: contacts.methodsOf(name, person.spec), why, team }] : [];
  };
  if ('person' in target) return reach(target.person, 'named in the escalation policy', null);
  if ('team' in target)
    return (catalog.get('Team', target.team)?.spec.members ?? []).flatMap((name) =>
      reach(name, `member of team ${target.team}`, target.team),
    );
  const schedule = catalog.get('Schedule', target.schedule);
  if (!schedule) return [];
  return onCallAt(schedule.spec, now.getTime()).flatMap((name) =>
    reach(name, `on call for ${schedule.spec.displayName ?? target.schedule}`, null),
  );
}
