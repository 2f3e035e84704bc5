import type { ModelFeature } from '@fieldmarshal/contract/assist';
import { summarise } from '../summary/summarise.ts';
import { summariseSince } from '../summary/since.ts';
import { oneLines } from '../summary/one-line.ts';
import { handoverLines, handoverSections } from './handover.ts';
import { reviewLines, reviewSections } from './review-lines.ts';
import type { TextKind, TextLine } from './text-kind.ts';
import type { Line } from '../summary/summarise.ts';

const whole: ReadonlySet<Line['kind']> = new Set(['cause', 'workaround', 'symptom', 'next']);
const none: ReadonlySet<Line['kind']> = new Set();
const plain = (lines: readonly Line[]): TextLine[] =>
  lines.map((line) => ({ ...line, section: '', fixed: line.kind === 'headline' }));

/** Every text about an incident; a new one is a new entry here and a word in the contract. */
export const textKinds: Readonly<Record<ModelFeature, TextKind>> = {
  summary: {
    ...{ feature: 'summary', title: 'Summary', sections: [], needed: whole, growing: true },
    ...{ sentencesMax: 8, wordsMax: 130 },
    purpose: 'You write the summary of an incident for engineers who join late.',
    asks: 'Say what is hit and how badly, what the cause is, what was done, what comes next.',
    byRules: ({ record }) => plain(summarise(record).lines),
  },
  'one-line': {
    ...{ feature: 'one-line', title: 'One line for executives', sections: [], needed: none, growing: false },
    ...{ sentencesMax: 1, wordsMax: 90 },
    purpose: 'You write one sentence about an incident for executives.',
    asks: 'Say in at most 30 words what users cannot do, why, and what is done about it.',
    byRules: ({ record }) => plain(oneLines(record, summarise(record))),
  },
  since: {
    ...{ feature: 'since', title: 'Since you last looked', sections: [], needed: whole, growing: false },
    ...{ sentencesMax: 5, wordsMax: 90 },
    purpose: 'You tell an engineer who looked away for a while what is new of an incident.',
    asks: 'Say what changes the picture: effect, cause, what was done, what comes next.',
    byRules: ({ record, after }) => plain(summariseSince(record, after).lines),
  },
  handover: {
    ...{ feature: 'handover', title: 'Handover brief', sections: handoverSections, needed: whole },
    ...{ growing: false, sentencesMax: 12, wordsMax: 260 },
    purpose: 'You write the handover brief of an incident for whoever leads it next.',
    asks: 'Say what that person must know to go on.',
    byRules: handoverLines,
  },
  review: {
    ...{ feature: 'review', title: 'Draft of the review', sections: reviewSections, needed: whole },
    ...{ growing: false, sentencesMax: 16, wordsMax: 400 },
    purpose: 'You write a first draft of the review of an incident that is over. You blame nobody.',
    asks: 'Keep to what happened; judge nothing that no entry judges.',
    byRules: reviewLines,
  },
};
