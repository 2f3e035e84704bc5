import type { Spec } from '@fieldmarshal/contract/catalog';
import { instantOfWall, wallText } from '../../ui/wall-clock.ts';
import type { Fault } from '../../catalog/editor/faults.ts';
import { blankLayer, layerForm, layerOf, missingInLayer, type LayerForm } from './layer-form.ts';

type ScheduleSpec = Spec<'Schedule'>;

/** A schedule as typed. Every field of the spec has its place, so that nothing is lost by editing. */
export interface ScheduleForm {
  displayName: string;
  description: string;
  owner: string;
  staff: string;
  timezone: string;
  combine: ScheduleSpec['combine'];
  layers: readonly LayerForm[];
  fallback: readonly string[];
  overrides: ScheduleSpec['overrides'];
  handover: { isOn: boolean; required: boolean; limit: string; prepare: string };
}

/** An empty schedule with one layer that hands off on Mondays at nine. */
export function blankSchedule(nowMs: number, zone: string): ScheduleForm {
  return {
    displayName: '',
    description: '',
    owner: '',
    staff: '',
    timezone: zone,
    combine: 'precedence',
    layers: [blankLayer('Primary', mondayAtNine(nowMs, zone))],
    fallback: [],
    overrides: [],
    handover: { isOn: false, required: true, limit: '15', prepare: '30' },
  };
}

/** The last Monday, nine o'clock, on the zone's clock; as a field shows it. */
export function mondayAtNine(nowMs: number, zone: string): string {
  const wall = Date.parse(`${wallText(new Date(nowMs).toISOString(), zone)}Z`);
  const weekMs = 7 * 86_400_000;
  // The epoch began on a Thursday; its first Monday at nine was four days and nine hours later.
  const first = 4 * 86_400_000 + 9 * 3_600_000;
  const monday = Math.floor((wall - first) / weekMs) * weekMs + first;
  return new Date(monday).toISOString().slice(0, 16);
}

/** The next full hour on the zone's clock, as an instant: when a change may begin. */
export function nextHour(nowMs: number, zone: string): string {
  const wall = Date.parse(`${wallText(new Date(nowMs).toISOString(), zone)}Z`);
  const next = new Date((Math.floor(wall / 3_600_000) + 1) * 3_600_000).toISOString().slice(0, 16);
  return instantOfWall(next, zone) ?? new Date(nowMs).toISOString();
}

export function scheduleForm(spec: ScheduleSpec): ScheduleForm {
  const { handover } = spec;
  return {
    displayName: spec.displayName ?? '',
    description: spec.description ?? '',
    owner: spec.owner ?? '',
    staff: spec.staff === undefined ? '' : String(spec.staff),
    timezone: spec.timezone,
    combine: spec.combine,
    layers: spec.layers.map((layer) => layerForm(layer, spec.timezone)),
    fallback: spec.fallback,
    overrides: spec.overrides,
    handover: {
      isOn: handover !== undefined,
      required: handover?.required ?? true,
      limit: String(handover?.limitMinutes ?? 15),
      prepare: String(handover?.prepareMinutes ?? 30),
    },
  };
}

export function scheduleOf(form: ScheduleForm): ScheduleSpec {
  const { displayName, description, owner, staff, handover } = form;
  return {
    ...(displayName.trim() === '' ? {} : { displayName: displayName.trim() }),
    ...(description.trim() === '' ? {} : { description }),
    ...(owner === '' ? {} : { owner }),
    ...(staff === '' ? {} : { staff: Number(staff) }),
    ...(handover.isOn
      ? {
          handover: {
            required: handover.required,
            limitMinutes: Number(handover.limit),
            prepareMinutes: Number(handover.prepare),
          },
        }
      : {}),
    timezone: form.timezone,
    combine: form.combine,
    layers: form.layers.map((layer) => layerOf(layer, form.timezone)),
    overrides: form.overrides,
    fallback: [...form.fallback],
  };
}

export function missingInSchedule(form: ScheduleForm): Fault[] {
  const layers = form.layers.flatMap((layer, index) =>
    missingInLayer(layer, `layers[${index}]`, form.timezone),
  );
  if (form.timezone !== '') return layers;
  return [{ path: 'timezone', message: 'Choose the zone whose clock counts' }, ...layers];
}
