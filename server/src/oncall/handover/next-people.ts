import type { PageTarget } from '@fieldmarshal/contract/catalog';
import type { Catalog } from '#catalog';
import type { Contacts } from '#delivery';
import { worldOf } from '../roster/roster.ts';

interface NextPeople {
  readonly catalog: Catalog;
  readonly contacts: Contacts;
  readonly schedule: string;
  readonly now: Date;
  /** Who has had their time. */
  readonly except: readonly string[];
}

/**
 * Whom the default policy asks after the people of a schedule: its first later step that has anybody else, else its fallback; where that
 * is nobody, the leads and administrators.
 */
export function nextPeople({ catalog, contacts, schedule, now, except }: NextPeople): string[] {
  const { reach } = worldOf({ catalog, contacts }, now);
  const { steps, fallback } = catalog.defaultPolicy()?.spec ?? { steps: [], fallback: [] };
  const own = steps.findIndex(({ targets }) => targets.some((target) => isOf(target, schedule)));
  for (const targets of [...steps.slice(own + 1).map((step) => step.targets), fallback]) {
    const people = targets
      .flatMap((target) => reach(target, { severity: null, isLast: false }))
      .map(({ person }) => person);
    const others = [...new Set(people)].filter((name) => !except.includes(name)).toSorted();
    if (others.length > 0) return others;
  }
  return catalog
    .peopleWith('lead', 'admin')
    .filter((name) => !except.includes(name))
    .toSorted();
}

function isOf(target: PageTarget, schedule: string): boolean {
  return 'schedule' in target && target.schedule === schedule;
}
