/** Where a list of actions goes on: after this day, incident and action. */
export interface ActionPlace {
  readonly due: string | null;
  readonly incident: number;
  readonly action: number;
}

export function cursorOf({ due, incident, action }: ActionPlace): string {
  return `${due ?? 'none'}_${incident}_${action}`;
}

/** null for a text that is no such cursor. */
export function placeOfCursor(cursor: string): ActionPlace | null {
  const found = /^(none|\d{4}-\d{2}-\d{2})_(\d{1,9})_(\d{1,6})$/.exec(cursor);
  if (found === null) return null;
  const [, due = 'none', incident, action] = found;
  if (due !== 'none' && Number.isNaN(Date.parse(due))) return null;
  return { due: due === 'none' ? null : due, incident: Number(incident), action: Number(action) };
}
