import { fold, type Fold } from './fold.ts';

/** Who broke it, as far as the log was told. */
export const causeFolds = {
  'cause-found@1': fold('cause-found@1', {
    apply: (incident, { state, causes, probability }, event) => ({
      ...incident,
      likelyCause: { state, causes, probability, at: event.at },
    }),
  }),
  'cause-answered@1': fold('cause-answered@1', {
    thing: () => 'cause',
    apply: (incident, { answer, cause }, event) => ({
      ...incident,
      causeAnswer: { answer, cause, by: event.actor.name, at: event.at },
    }),
  }),
} satisfies Record<string, Fold>;
