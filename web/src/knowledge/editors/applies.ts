import type { Fault } from '../../catalog/editor/faults.ts';

/** For which incidents something is meant, and how much of the time before them it shows; as it is typed. */
export interface AppliesForm {
  products: string[];
  environments: string[];
  leadMinutes: string;
}

export function missingLead({ leadMinutes }: AppliesForm): Fault[] {
  return /^\d{1,5}$/.test(leadMinutes.trim()) && Number(leadMinutes) <= 10_080
    ? []
    : [{ path: 'leadMinutes', message: 'Minutes before the incident: 0 to 10,080, which is a week' }];
}

/** `spec` without what the form has a field for, so that an emptied field is gone. */
export function keptOf<S extends object, K extends keyof S>(spec: S, own: readonly K[]): Omit<S, K> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is taken out is what the type leaves out
  return Object.fromEntries(Object.entries(spec).filter(([key]) => !own.includes(key as K))) as Omit<S, K>;
}

/** A text that may be left out: nothing where it is empty. */
export function given<K extends string>(key: K, value: string): Partial<Record<K, string>> {
  const text = value.trim();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one key of this name
  return (text === '' ? {} : { [key]: text }) as Partial<Record<K, string>>;
}
