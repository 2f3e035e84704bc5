import { sentencesOf, wordCount } from '@fieldmarshal/contract/text';
import { cuesOf } from '../../core/summary/cues.ts';
import type { TextKind, TextLine } from '../../core/texts/text-kind.ts';
import type { Verdict } from './judge.ts';

/** A line with who wrote it. */
export interface WrittenLine extends TextLine {
  readonly by: 'rules' | 'model';
}

export interface Composed {
  readonly lines: readonly WrittenLine[];
  /** `mixed`: some lines of rules stand between those of the model. */
  readonly origin: 'model' | 'mixed' | 'rules';
}

interface Parts {
  readonly kind: Pick<TextKind, 'needed' | 'sections' | 'sentencesMax' | 'wordsMax' | 'growing'>;
  /** The text by rules. */
  readonly rules: readonly TextLine[];
  readonly verdicts: readonly Verdict[];
  /** Whether nothing more of the model is to come. */
  readonly isWhole: boolean;
  /** The newest entry the model knew; what rules say of newer ones stands beside it. */
  readonly asOf?: number;
}

/**
 * Typed facts, then verified sentences of a model and, where none of them rests on the entry, the line by rules that nobody should miss: in
 * each section by itself, where a section without a sentence of the model is left to rules. Nothing verified, or more refused than taken
 * (`isWhole` only): the text by rules alone.
 */
export function compose(parts: Parts): Composed {
  const { kind, rules, verdicts, isWhole } = parts;
  const taken = verdicts.filter(({ shown }) => shown);
  const refused = verdicts.length - taken.length;
  if (isWhole && refused > taken.length) return byRules(rules);
  let left = kind.wordsMax;
  const fits = ({ text }: TextLine): boolean => (left -= wordCount(text)) >= 0;
  const headlines = rules.filter((line) => line.kind === 'headline');
  for (const line of headlines) left -= wordCount(line.text);
  // A text that grows holds sentences of several answers: words bound it.
  const wanted = kind.growing ? taken : taken.slice(0, kind.sentencesMax);
  const model = wanted.map((verdict) => lineOf(verdict, kind)).filter((line) => fits(line));
  if (model.length === 0) return byRules(rules);
  const missed = missedBy(model, parts).filter((line) => fits(line));
  const fixed = rules.filter((line) => line.fixed).map((line) => byRule(line));
  const order = kind.sections.map(({ id }) => id);
  const body = [...model, ...missed].sort((a, b) => newest(a) - newest(b));
  return {
    lines: [...fixed, ...body].sort((a, b) => order.indexOf(a.section) - order.indexOf(b.section)),
    origin: missed.length > 0 ? 'mixed' : 'model',
  };
}

export function byRules(rules: readonly TextLine[]): Composed {
  return { lines: rules.map((line) => byRule(line)), origin: 'rules' };
}

/** Lines of rules that stand beside those of the model. */
function missedBy(
  model: readonly WrittenLine[],
  { kind, rules, isWhole, asOf = Infinity }: Parts,
): WrittenLine[] {
  const cited = new Set(model.flatMap(({ cites }) => cites));
  const written = new Set(model.map(({ section }) => section));
  const isDue = (line: TextLine): boolean => !isWhole || kind.needed.has(line.kind) || newest(line) > asOf;
  return rules
    .filter(
      (line) =>
        !line.fixed &&
        (!written.has(line.section) ||
          (line.cites.length > 0 && isDue(line) && !line.cites.some((cite) => cited.has(cite)))),
    )
    .map((line) => byRule(line));
}

function byRule(line: TextLine): WrittenLine {
  return { ...line, by: 'rules' };
}

function lineOf({ text, cites, section }: Verdict, { sections }: Parts['kind']): WrittenLine {
  const first = sections.find(({ asks }) => asks !== '');
  const known = sections.some(({ id, asks }) => id === section && asks !== '') ? section : (first?.id ?? '');
  const [sentence] = sentencesOf(text);
  const [kind = 'fact'] = cuesOf(sentence?.text ?? text, sentence?.label ?? '');
  return { kind, text, cites, section: known, fixed: false, by: 'model' };
}

function newest({ cites }: TextLine): number {
  return Math.max(0, ...cites.map(Number));
}
