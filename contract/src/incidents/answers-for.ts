import type { Incident } from './state-schema.ts';

/** Whose paging "I am on it", said in the room, answers: that of the incident as a whole (`null`), and of the team that has it alone. */
export function answersFor({ delegation }: Pick<Incident, 'delegation'>): (string | null)[] {
  return delegation?.state === 'accepted' ? [null, delegation.team] : [null];
}
