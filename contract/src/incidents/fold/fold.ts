import type { EventData, EventKey, NewEvent, StoredEvent } from '../events/events.ts';
import { eventShapes } from '../events/events.ts';
import type { Incident } from '../state-schema.ts';

/** How one kind of event changes an incident. Must be pure and must not throw for any data of its shape. */
export interface FoldOf<K extends EventKey> {
  readonly apply: (incident: Incident, data: EventData<K>, event: StoredEvent) => Incident;
  /** What it touches, such as `severity` or `task:T1`: a later event on the same thing rules out undoing this one. */
  readonly thing?: (data: EventData<K>, event: StoredEvent) => string;
  /** The event that takes it back, from the state before it; null where marking it undone is enough. Absent: cannot be undone. */
  readonly back?: (before: Incident, data: EventData<K>) => NewEvent | null;
}

export interface Folded {
  readonly incident: Incident;
  readonly thing: string | null;
  readonly undo: { readonly back: NewEvent | null } | null;
}

/** A fold that checks the data itself: null for data that is not of the declared shape. */
export type Fold = (incident: Incident, event: StoredEvent) => Folded | null;

export function fold<K extends EventKey>(key: K, { apply, thing, back }: FoldOf<K>): Fold {
  const fits: (data: unknown) => boolean = eventShapes[key];
  const isData = (data: unknown): data is EventData<K> => fits(data);
  return (incident, event) => {
    const { data } = event;
    if (!isData(data)) return null;
    return {
      incident: apply(incident, data, event),
      thing: thing?.(data, event) ?? null,
      undo: back === undefined ? null : { back: back(incident, data) },
    };
  };
}

/** The list with `item` in place of the one with the same key, or at its end. */
export function put<T>(list: readonly T[], item: T, key: (item: T) => string): T[] {
  const name = key(item);
  const index = list.findIndex((other) => key(other) === name);
  return index < 0 ? [...list, item] : list.with(index, item);
}

/** Sets a "first time" once; later ones keep the earlier. */
export function setFirst(incident: Incident, name: keyof Incident['firsts'], event: StoredEvent): Incident {
  if (incident.firsts[name] !== null) return incident;
  return { ...incident, firsts: { ...incident.firsts, [name]: { at: event.at, seq: event.seq } } };
}
