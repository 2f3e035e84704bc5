import type { Spec } from '@fieldmarshal/contract/catalog';
import type { Fault } from '../../catalog/editor/faults.ts';
import { isZone } from '../../ui/wall-clock.ts';
import {
  blankTime,
  instantIn,
  missingInTime,
  timeForm,
  timeOf,
  wallForm,
  type TimeForm,
  type WallForm,
} from './time-form.ts';

export type WorkSpec = Spec<'MaintenanceWindow'>;

/** Times of work that come again, as typed. */
export interface WorkForm {
  displayName: string;
  products: readonly string[];
  environments: readonly string[];
  checks: readonly string[];
  times: readonly TimeForm[];
  timeZone: string;
  /** No window begins before the one or after the other; empty: none is set. */
  validFrom: WallForm;
  validUntil: WallForm;
  /** What the form does not show and must not lose. */
  kept: Pick<WorkSpec, 'description' | 'links'>;
}

export function blankWork(timeZone: string): WorkForm {
  return {
    displayName: '',
    products: [],
    environments: [],
    checks: [],
    times: [blankTime()],
    timeZone,
    validFrom: { text: '' },
    validUntil: { text: '' },
    kept: {},
  };
}

/** The form of what is saved; `name` stands for a title that was never given. */
export function workForm(spec: WorkSpec, name: string): WorkForm {
  const { displayName = name, products, environments, checks, times, timeZone, validFrom, validUntil } = spec;
  const { description, links } = spec;
  return {
    ...{ displayName, products, environments, checks, timeZone },
    times: times.map((time) => timeForm(time, timeZone)),
    validFrom: wallForm(validFrom, timeZone),
    validUntil: wallForm(validUntil, timeZone),
    kept: {
      ...(description === undefined ? {} : { description }),
      ...(links === undefined ? {} : { links }),
    },
  };
}

export function workOf(form: WorkForm): WorkSpec {
  const { displayName, products, environments, checks, timeZone, times, kept } = form;
  const validFrom = instantIn(form.validFrom, timeZone);
  const validUntil = instantIn(form.validUntil, timeZone);
  return {
    displayName: displayName.trim(),
    ...kept,
    products: [...products],
    environments: [...environments],
    checks: [...checks],
    timeZone,
    times: times.map((time) => timeOf(time, timeZone)),
    ...(validFrom === null ? {} : { validFrom }),
    ...(validUntil === null ? {} : { validUntil }),
  };
}

/** What is still to be said before it means something, in the order of the form. */
export function missingInWork(form: WorkForm): Fault[] {
  const { displayName, products, environments, checks } = form;
  return [
    ...(displayName.trim() === '' ? [{ path: 'displayName', message: 'Say what is done' }] : []),
    ...(products.length + environments.length + checks.length === 0
      ? [{ path: 'products', message: 'Choose a product, an environment or a check' }]
      : []),
    ...timesMissing(form),
  ];
}

/** What is missing in the times alone: without it the next ones can be told. */
export function timesMissing({ times, timeZone, validFrom, validUntil }: WorkForm): Fault[] {
  if (!isZone(timeZone)) return [{ path: 'timeZone', message: 'Choose a time zone' }];
  const [from, until] = [instantIn(validFrom, timeZone), instantIn(validUntil, timeZone)];
  const isBackward = from !== null && until !== null && Date.parse(until) <= Date.parse(from);
  return [
    ...(times.length === 0 ? [{ path: 'times', message: 'Say when' }] : []),
    ...times.flatMap((time, index) => missingInTime(time, timeZone, `times[${index}]`)),
    ...(isBackward ? [{ path: 'validUntil', message: 'The last day must be after the first' }] : []),
  ];
}
