import { wordCount } from '@fieldmarshal/contract/text';
import { cuesOf } from '../../core/summary/cues.ts';
import type { Line, Summary } from '../../core/summary/summarise.ts';
import type { Verdict } from './judge.ts';

/** A line with who wrote it. */
export interface WrittenLine extends Line {
  readonly by: 'rules' | 'model';
}

export interface Composed {
  readonly lines: readonly WrittenLine[];
  /** `mixed`: some lines of rules stand between those of the model. */
  readonly origin: 'model' | 'mixed' | 'rules';
}

const wordsMax = 130;
/** What must be said whoever writes; a model's line replaces it only where it cites the same entry. */
const needed = new Set<Line['kind']>(['cause', 'workaround', 'symptom', 'next']);

/**
 * The headline by rules, then verified sentences of a model and, where none of them rests on the entry, the line by rules that nobody
 * should miss. Nothing verified, or more refused than taken (`isWhole` only): the text by rules alone.
 */
export function compose(rules: Summary, verdicts: readonly Verdict[], isWhole: boolean): Composed {
  const taken = verdicts.filter(({ shown }) => shown);
  const refused = verdicts.length - taken.length;
  if (taken.length === 0 || (isWhole && refused > taken.length)) return byRules(rules);
  const [headline, ...others] = rules.lines;
  let left = wordsMax - (headline === undefined ? 0 : wordCount(headline.text));
  const fits = (line: WrittenLine): boolean => (left -= wordCount(line.text)) >= 0;
  const model = taken.map((verdict) => lineOf(verdict)).filter((line) => fits(line));
  const cited = new Set(model.flatMap(({ cites }) => cites));
  const missed = others
    .filter(({ kind, cites }) => (needed.has(kind) || !isWhole) && !cites.some((cite) => cited.has(cite)))
    .map((line): WrittenLine => ({ ...line, by: 'rules' }))
    .filter((line) => fits(line));
  const body = [...model, ...missed].sort((a, b) => newest(a) - newest(b));
  return {
    lines: [...(headline === undefined ? [] : [{ ...headline, by: 'rules' as const }]), ...body],
    origin: missed.length > 0 ? 'mixed' : 'model',
  };
}

export function byRules(rules: Summary): Composed {
  return { lines: rules.lines.map((line) => ({ ...line, by: 'rules' })), origin: 'rules' };
}

function lineOf({ text, cites }: Verdict): WrittenLine {
  return { kind: cuesOf(text, '')[0] ?? 'fact', text, cites, by: 'model' };
}

function newest({ cites }: Line): number {
  return Math.max(...cites.map(Number));
}
