import type { CatalogObject } from '@fieldmarshal/contract/catalog';
import type { Catalog } from '#catalog';
import type { Contacts } from '#delivery';
import type { Severity } from '@fieldmarshal/contract';
import type { Shadow } from '../core/escalation/machine.ts';
import { waysOf } from '../core/escalation/plan.ts';
import { onCallAt } from '../core/shifts.ts';

/** One that holds at a moment. */
export interface ActiveShadow {
  readonly name: string;
  readonly spec: CatalogObject<'Shadow'>['spec'];
  /** Whom it is beside now: the person, or whoever is on call; the trainee never. */
  readonly of: readonly string[];
}

/** The shadows that hold at a moment (milliseconds since the epoch), with whom each is beside then. */
export function activeShadows(catalog: Catalog, at: number): ActiveShadow[] {
  return catalog.list('Shadow').flatMap(({ name, spec }) => {
    const { from, until, person, schedule, trainee } = spec;
    const isOn =
      (from === undefined || Date.parse(from) <= at) && (until === undefined || at < Date.parse(until));
    if (!isOn || !catalog.get('Person', trainee)) return [];
    const rules = schedule === undefined ? undefined : catalog.get('Schedule', schedule)?.spec;
    const of = person === undefined ? (rules ? onCallAt(rules, at) : []) : [person];
    return [{ name, spec, of: of.filter((each) => each !== trainee) }];
  });
}

interface Moment {
  readonly at: number;
  readonly severity: Severity | null;
}

/** Who shadows a person at a moment and how each is reached, each trainee once; what a trainee's quiet hours forbid is not done. */
export function shadowsOf(
  { catalog, contacts }: { readonly catalog: Catalog; readonly contacts: Contacts },
  person: string,
  { at, severity }: Moment,
): Shadow[] {
  if (catalog.list('Shadow').length === 0) return [];
  const found = new Map<string, Shadow>();
  for (const { spec, of } of activeShadows(catalog, at)) {
    const trainee = catalog.get('Person', spec.trainee);
    if (!trainee || !of.includes(person) || found.has(spec.trainee)) continue;
    const { notificationRules, quietHours = null } = trainee.spec;
    const methods = contacts.methodsOf(trainee.name, trainee.spec);
    const ways = waysOf({ methods, notificationRules, quietHours }, { severity, now: at, isLast: false });
    const why = `${spec.leads ? 'to lead, beside' : 'shadow of'} ${catalog.get('Person', person)?.spec.displayName ?? person}`;
    found.set(spec.trainee, { person: spec.trainee, methods: ways, why, leads: spec.leads });
  }
  return [...found.values()];
}
