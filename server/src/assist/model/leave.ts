import type { Incident } from '@fieldmarshal/contract/incidents';

/** Whether it is only for those who were let in. Nothing of it is given to a model, whatever else is set. */
export function isPrivate(incident: Incident): boolean {
  return 'private' in incident && incident.private === true;
}
