import type { Spec } from '@fieldmarshal/contract/catalog';
import type { Layer } from './rotation.ts';

type ScheduleSpec = Spec<'Schedule'>;

export interface ParticipantsChange {
  readonly layer: string;
  /** RFC 3339. */
  readonly at: string;
  readonly participants: Layer['participants'];
}

/**
 * The schedule with new participants of a layer from an instant on: the layer ends there, and a successor with the same hand-offs and
 * windows begins, counting its turns from the same anchor. A refusal is the sentence to show.
 */
export function changeParticipants(
  spec: ScheduleSpec,
  { layer: name, at, participants }: ParticipantsChange,
): ScheduleSpec | { readonly refused: string } {
  const instant = Date.parse(at);
  const index = spec.layers.findLastIndex((layer) => layer.name === name && isAlive(layer, instant));
  const layer = spec.layers[index];
  if (!layer)
    return { refused: `there is no layer "${name}" that is alive at ${at}; layers are ${namesOf(spec)}` };
  const successor: Layer = {
    ...layer,
    start: new Date(instant).toISOString(),
    anchor: layer.anchor ?? layer.start,
    participants: [...participants],
  };
  const ended = Date.parse(layer.start) < instant ? [{ ...layer, end: successor.start }] : [];
  return { ...spec, layers: spec.layers.toSpliced(index, 1, ...ended, successor) };
}

function isAlive({ start, end }: Layer, instant: number): boolean {
  return Date.parse(start) <= instant && (end === undefined || instant < Date.parse(end));
}

function namesOf({ layers }: ScheduleSpec): string {
  return layers.map(({ name }) => `"${name}"`).join(', ');
}
