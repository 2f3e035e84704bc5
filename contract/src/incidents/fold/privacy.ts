import { without } from '../decide/privacy.ts';
import { fold, put, type Fold } from './fold.ts';

/** Who may see it. */
export const privacyFolds = {
  'privacy-set@1': fold('privacy-set@1', {
    apply: (incident, data) => ({ ...incident, private: data.private }),
  }),
  'reader-admitted@1': fold('reader-admitted@1', {
    apply: (incident, person) => ({
      ...incident,
      readers: put(incident.readers, person, (reader) => reader.person),
    }),
  }),
  'reader-removed@1': fold('reader-removed@1', {
    apply: (incident, { person }) => ({ ...incident, readers: without(incident, person) }),
  }),
} satisfies Record<string, Fold>;
