import type { Spec } from '@fieldmarshal/contract/catalog';
import { instantOfWall, isZone, wallText } from '../../ui/wall-clock.ts';
import type { Fault } from '../../catalog/editor/faults.ts';
import { rowId, type Row } from '../form/rows.ts';
import { missingInWindow, windowForm, windowOf, type WindowForm } from '../form/window-form.ts';

export type Layer = Spec<'Schedule'>['layers'][number];

/** An instant as a wall clock shows it; as long as neither text nor zone changes, it stays the very instant that was stored. */
export interface Moment {
  text: string;
  stored: { text: string; zone: string; instant: string } | null;
}

export interface Turn extends Row {
  people: readonly string[];
}

/** A layer as typed: wall clocks in its own zone, numbers as text. An empty zone is the schedule's. */
export interface LayerForm extends Row {
  name: string;
  timezone: string;
  start: Moment;
  end: Moment;
  anchor: Moment;
  handoff: Layer['handoff']['type'];
  length: string;
  turns: readonly Turn[];
  windows: readonly WindowForm[];
}

const nothing: Moment = { text: '', stored: null };

export function blankLayer(name: string, startText: string): LayerForm {
  return {
    id: rowId(),
    name,
    timezone: '',
    start: { text: startText, stored: null },
    end: nothing,
    anchor: nothing,
    handoff: 'weekly',
    length: '1',
    turns: [],
    windows: [],
  };
}

export function layerForm(layer: Layer, scheduleZone: string): LayerForm {
  const zone = layer.timezone ?? scheduleZone;
  return {
    id: rowId(),
    name: layer.name,
    timezone: layer.timezone ?? '',
    start: momentForm(layer.start, zone),
    end: momentForm(layer.end, zone),
    anchor: momentForm(layer.anchor, zone),
    handoff: layer.handoff.type,
    length: String(layer.handoff.length),
    turns: layer.participants.map((slot) => ({
      id: rowId(),
      people: typeof slot === 'string' ? [slot] : slot,
    })),
    windows: layer.restrictions.map((window) => windowForm(window)),
  };
}

export function momentForm(instant: string | undefined, zone: string): Moment {
  if (instant === undefined) return nothing;
  const text = wallText(instant, knownZone(zone));
  return { text, stored: { text, zone, instant } };
}

/** `null` where it is not a whole one. An invented zone is refused by the server in its own field. */
export function momentOf({ text, stored }: Moment, zone: string): string | null {
  if (stored !== null && stored.text === text && stored.zone === zone) return stored.instant;
  return instantOfWall(text, knownZone(zone));
}

function knownZone(zone: string): string {
  return isZone(zone) ? zone : 'Etc/UTC';
}

export function layerOf(form: LayerForm, scheduleZone: string): Layer {
  const zone = zoneOfLayer(form, scheduleZone);
  const [end, anchor] = [momentOf(form.end, zone), momentOf(form.anchor, zone)];
  return {
    name: form.name.trim(),
    ...(form.timezone === '' ? {} : { timezone: form.timezone }),
    start: momentOf(form.start, zone) ?? '',
    ...(end === null ? {} : { end }),
    ...(anchor === null ? {} : { anchor }),
    handoff: { type: form.handoff, length: lengthOf(form) },
    participants: form.turns.map(({ people }) =>
      people.length === 1 && people[0] !== undefined ? people[0] : [...people],
    ),
    restrictions: form.windows.map((window) => windowOf(window)),
  };
}

/** Without hand-offs the length means nothing and need not be typed. */
function lengthOf({ handoff, length }: LayerForm): number {
  return handoff === 'none' && !(Number(length) >= 1) ? 1 : Number(length);
}

export function zoneOfLayer({ timezone }: Pick<LayerForm, 'timezone'>, scheduleZone: string): string {
  return timezone === '' ? scheduleZone : timezone;
}

/** What is still to be said before the layer means something, and what it says that cannot be. */
export function missingInLayer(form: LayerForm, path: string, scheduleZone: string): Fault[] {
  const zone = zoneOfLayer(form, scheduleZone);
  const [start, end] = [momentOf(form.start, zone), momentOf(form.end, zone)];
  const faults: Fault[] = [];
  const say = (field: string, message: string) => faults.push({ path: `${path}.${field}`, message });
  if (form.name.trim() === '') say('name', 'Give the layer a name');
  if (start === null) say('start', 'Say from when');
  if (start !== null && end !== null && end <= start)
    say('end', 'Ends before it begins, so it would never be on. Choose a later moment, or leave it empty.');
  if (form.handoff !== 'none' && !/^[1-9]\d{0,2}$|^1000$/.test(form.length))
    say('handoff.length', 'A whole number from 1 to 1000');
  if (form.turns.length === 0) say('participants', 'Choose who takes turns');
  form.turns.forEach(({ people }, index) => {
    if (people.length === 0) say(`participants[${index}]`, 'Choose somebody, or take this turn away');
  });
  const windows = form.windows.flatMap((window, index) =>
    missingInWindow(window, `${path}.restrictions[${index}]`),
  );
  return [...faults, ...windows];
}

/**
 * A layer that ends at a moment, and its successor with the same hand-offs from then on, whose turns can be changed: they count on from
 * the same anchor, so that nobody else's turn moves.
 */
export function splitLayer(form: LayerForm, at: string, scheduleZone: string): [LayerForm, LayerForm] {
  const zone = zoneOfLayer(form, scheduleZone);
  const moment = momentForm(at, zone);
  const anchor = form.anchor.text === '' ? form.start : form.anchor;
  const successor = {
    ...form,
    id: rowId(),
    start: moment,
    anchor,
    turns: form.turns.map((turn) => ({ ...turn, id: rowId() })),
    windows: form.windows.map((window) => ({ ...window, id: rowId() })),
  };
  return [{ ...form, end: moment }, successor];
}
