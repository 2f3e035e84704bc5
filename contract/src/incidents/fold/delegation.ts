import type { Incident } from '../state-schema.ts';
import { fold, type Fold } from './fold.ts';

/** Whether a team has it alone. None of it can be undone: a page may have gone out. */
export const delegationFolds = {
  'delegated@1': fold('delegated@1', {
    apply: (incident, { team, due, reason, points }, { at, seq, actor }) => ({
      ...incident,
      delegation: {
        ...{ team, due, reason, points, at, seq, by: actor.name },
        ...{ state: 'waiting', how: null, note: '', endedAt: null },
      },
    }),
  }),
  'delegation-accepted@1': fold('delegation-accepted@1', {
    apply: (incident, { note }, { at }) =>
      ended(incident, { state: 'accepted', how: null, note, endedAt: at }),
  }),
  'delegation-returned@1': fold('delegation-returned@1', {
    apply: (incident, { how, reason }, { at }) =>
      ended(incident, { state: 'returned', how, note: reason, endedAt: at }),
  }),
} satisfies Record<string, Fold>;

type End = Pick<NonNullable<Incident['delegation']>, 'state' | 'how' | 'note' | 'endedAt'>;

function ended(incident: Incident, end: End): Incident {
  return incident.delegation === null
    ? incident
    : { ...incident, delegation: { ...incident.delegation, ...end } };
}
