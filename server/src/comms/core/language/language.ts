import type { Stage, Symptom } from '../facts.ts';

/** What the linter and the reader of sentences look for in one language. Patterns carry `giu` unless they say otherwise. */
interface Lexicon {
  /** What users notice; used to understand a sentence, not to write one. */
  readonly symptoms: Readonly<Record<Symptom, RegExp>>;
  /** How each stage is said; the message of a stage must say it. */
  readonly says: Readonly<Record<Stage, RegExp>>;
  /** That it is over, as a claim. */
  readonly over: RegExp;
  /** That things work again, as a claim: before a fix is in place nobody can say so. */
  readonly works: RegExp;
  /** That it is not over. */
  readonly ongoing: RegExp;
  /** That the cause is known. */
  readonly known: RegExp;
  /** That a fix is in place. */
  readonly fixed: RegExp;
  readonly blame: RegExp;
  /** That somebody with a name broke something; capitals tell a name, so without `i`. */
  readonly blameByName: RegExp;
  readonly promise: RegExp;
  readonly speculation: RegExp;
  /** Words of a sentence about the work on the issue or politeness, not about what users notice. */
  readonly aboutWork: RegExp;
  readonly workaround: RegExp;
  /** What may stand behind a number in words that is a figure: "of requests", "customers". Read from its end. */
  readonly counted: RegExp;
  /** A sentence of the next update, whose time is no promise of an end. */
  readonly nextUpdate: RegExp;
  /** Technical words and what to say instead. */
  readonly jargon: RegExp;
}

export interface Language {
  readonly code: string;
  readonly lexicon: Lexicon;
  /** Noun phrases that may stand in a list: "errors, slow responses". */
  readonly symptoms: Readonly<Record<Symptom, string>>;
  /** Instead of `unavailable` where it is known what users cannot do: that the whole is away was not seen. */
  readonly notWorking: string;
  /** One sentence for each stage about `apps`, for when no template can be used. */
  readonly plain: Readonly<Record<Stage, (apps: string) => string>>;
  readonly plainNextUpdate: (time: string) => string;
  /** Named when no application may be named. */
  readonly someApps: string;
  readonly andMore: (count: number) => string;
  /** At the end of a list of what users do. */
  readonly others: string;
  /** The reading grade from words, sentences and syllables, and the grade above which it is a warning. */
  readonly grade: (counts: {
    readonly words: number;
    readonly sentences: number;
    readonly syllables: number;
    readonly longWords: number;
  }) => number;
  readonly gradeMax: number;
}
