import type { Severity } from '@fieldmarshal/contract';
import type { When } from '@fieldmarshal/contract/catalog';
import type { Fault } from '../../catalog/editor/faults.ts';
import { missingInWindow, windowForm, windowOf, type WindowForm } from '../form/window-form.ts';

export const severities = ['SEV1', 'SEV2', 'SEV3', 'SEV4'] as const;

/** When a step or a variant applies, as typed; no severity chosen = all, `always` = at any hour. */
export interface WhenForm {
  severities: readonly Severity[];
  hours: 'always' | 'inside' | 'outside';
  timezone: string;
  windows: readonly WindowForm[];
}

export function whenForm(when: When | undefined, zone: string): WhenForm {
  const { hours } = when ?? {};
  return {
    severities: when?.severities ?? [],
    hours: hours === undefined ? 'always' : when?.outsideHours === true ? 'outside' : 'inside',
    timezone: hours?.timezone ?? zone,
    windows: (hours?.windows ?? []).map((window) => windowForm(window)),
  };
}

/** Undefined where it always applies. */
export function whenOf(form: WhenForm): When | undefined {
  const hasHours = form.hours !== 'always';
  if (form.severities.length === 0 && !hasHours) return undefined;
  return {
    ...(form.severities.length === 0 ? {} : { severities: [...form.severities] }),
    ...(hasHours
      ? { hours: { timezone: form.timezone, windows: form.windows.map((window) => windowOf(window)) } }
      : {}),
    outsideHours: form.hours === 'outside',
  };
}

export function missingInWhen({ hours, timezone, windows }: WhenForm, path: string): Fault[] {
  if (hours === 'always') return [];
  return [
    ...(timezone === ''
      ? [{ path: `${path}.hours.timezone`, message: 'Choose the zone whose clock counts' }]
      : []),
    ...(windows.length === 0 ? [{ path: `${path}.hours.windows`, message: 'Say which hours' }] : []),
    ...windows.flatMap((window, index) => missingInWindow(window, `${path}.hours.windows[${index}]`)),
  ];
}
