import type { StoredEvent } from '@fieldmarshal/contract/incidents/room';

export const lanes = ['people', 'alerts', 'pages', 'changes', 'comms'] as const;
export type Lane = (typeof lanes)[number];

export const laneWords: Readonly<Record<Lane, string>> = {
  people: 'People',
  alerts: 'Alerts',
  pages: 'Pages',
  changes: 'Changes',
  comms: 'Updates',
};

/** The lane an entry is drawn in; what people did is where nothing else claims it. */
export function laneOf({ type }: Pick<StoredEvent, 'type'>): Lane {
  if (type.startsWith('alert') || type === 'cause-found') return 'alerts';
  if (type.startsWith('page-') || type.startsWith('paging-')) return 'pages';
  if (type.startsWith('change-')) return 'changes';
  return type === 'communicated' || type.endsWith('update-due-set') ? 'comms' : 'people';
}

/** Lanes as the address names them, `people.pages`; all of them where none is named or known. */
export function lanesOf(text: string | undefined): ReadonlySet<Lane> {
  const named = lanes.filter((lane) => text?.split('.').includes(lane));
  return new Set(named.length === 0 ? lanes : named);
}

/** The address's text after one lane was switched; `undefined` for all. At least one lane stays. */
export function switchLane(shown: ReadonlySet<Lane>, lane: Lane): string | undefined {
  const next = lanes.filter((each) => (each === lane ? !shown.has(each) : shown.has(each)));
  return next.length === 0 || next.length === lanes.length ? undefined : next.join('.');
}
