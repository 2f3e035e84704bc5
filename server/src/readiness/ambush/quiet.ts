import type { CatalogObject, Spec } from '@fieldmarshal/contract/catalog';
import { isWithin } from '#oncall';
import type { Catalog } from '#catalog';

/** The night of who named no quiet hours. */
const night: NonNullable<Spec<'Person'>['quietHours']>['windows'] = [
  { days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], from: '22:00', to: '07:00' },
];

/** Whether an instant lies in the quiet hours of a person: those they named, else 22 to 7 where they are. */
export function isQuietAt(catalog: Catalog, { spec }: CatalogObject<'Person'>, at: number): boolean {
  const timezone = spec.timeZone ?? catalog.get('Hub', spec.hub ?? '')?.spec.timeZone ?? 'Etc/UTC';
  return isWithin(spec.quietHours ?? { timezone, windows: night }, at);
}
