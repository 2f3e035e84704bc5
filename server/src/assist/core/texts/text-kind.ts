import type { ModelFeature } from '@fieldmarshal/contract/assist';
import type { Incident } from '@fieldmarshal/contract/incidents';
import type { Entry, IncidentRecord } from '../record.ts';
import type { Line } from '../summary/summarise.ts';

/** A part of a text with a heading of its own. */
export interface TextSection {
  readonly id: string;
  readonly title: string;
  /** What a model is asked to say in it; empty where it is left to rules. */
  readonly asks: string;
}

/** A line of a text; `fixed` ones are typed facts that no sentence of a model replaces. */
export interface TextLine extends Line {
  /** Id of its section; empty in a text without sections. */
  readonly section: string;
  readonly fixed: boolean;
}

/** What a text is made of: an incident as a record, its typed facts where there are any, and the entry after which it begins. */
export interface TextSource {
  readonly record: IncidentRecord;
  /** Null where there is only a log, as in measurements. */
  readonly incident: Incident | null;
  /** Only entries behind this one are told of; 0: all. */
  readonly after: number;
}

/**
 * One of the texts about an incident that rules write and a model may write too. All of them go the same way: by rules first, then sentence
 * by sentence what a model wrote and the verifier let through. What differs stands here, and nowhere else.
 */
export interface TextKind {
  readonly feature: ModelFeature;
  readonly title: string;
  /** Empty: one text without headings. */
  readonly sections: readonly TextSection[];
  /** How a model is told what it writes, and what it shall say. */
  readonly purpose: string;
  readonly asks: string;
  readonly sentencesMax: number;
  /** Words of a composed text. */
  readonly wordsMax: number;
  /** Kinds of lines that are said whoever writes: by rules, where no sentence of the model rests on the same entry. */
  readonly needed: ReadonlySet<Line['kind']>;
  /** Whether it is written anew by itself as the log grows; else somebody asks for it. */
  readonly growing: boolean;
  readonly byRules: (source: TextSource) => TextLine[];
}

/** The entries that a text may rest on. */
export function entriesOf({ record, after }: Pick<TextSource, 'record' | 'after'>): readonly Entry[] {
  return after === 0 ? record.entries : record.entries.filter(({ id }) => Number(id) > after);
}
