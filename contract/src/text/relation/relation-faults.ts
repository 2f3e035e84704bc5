import { contraryIn, languageOf } from '../language/index.ts';
import { nearestIn } from '../near.ts';
import { sentencesOf } from '../sentences.ts';
import type { Fault, KnownFacts, Source } from '../verify.ts';
import { clausesOf } from './clauses.ts';
import { miscounted } from './counted.ts';
import { isTurnedRound } from './denied.ts';
import { isBackedLink } from './direction.ts';
import { evidenceOf, type Evidence } from './evidence.ts';
import { grammarOf } from './grammar.ts';
import { linksOf } from './links.ts';
import { replacedWord } from './replaced.ts';
import { reversedPair } from './reversed.ts';
import { stemsIn, type Tongue } from './words.ts';
import { isWordForWord } from './word-for-word.ts';

/**
 * Why a sentence tells true words in a wrong relation: what caused what, who did what to whom, what came first, what is denied, what a number
 * counts. Judged clause by clause against the cited entries; it refuses what it cannot tell apart. In languages whose order of words is not
 * known here only what stands in the entries word for word passes.
 */
export function relationFaults(text: string, cited: readonly Source[], known: KnownFacts): Fault[] {
  const said = cited.map((entry) => entry.text).join('\n');
  const language = languageOf(text);
  const grammar = grammarOf(language);
  return sentencesOf(text).flatMap((sentence): Fault[] => {
    if (language === null || grammar === null) {
      const isTold = isWordForWord(
        sentence.text,
        `${said}\n${known.text}`,
        language === null ? 'sentence' : 'clause',
      );
      return isTold ? [] : [fault('relation', sentence.text)];
    }
    const tongue = { language, grammar };
    const evidence = evidenceOf(cited, known.text, tongue);
    return [
      ...linkFaults(sentence, evidence, tongue),
      ...clauseFaults(sentence.text, evidence, { tongue, known }),
      ...contraryFaults(sentence.text, said),
    ];
  });
}

function linkFaults(
  { text, label }: { readonly text: string; readonly label: string },
  evidence: Evidence,
  tongue: Tongue,
): Fault[] {
  return linksOf(text, label, tongue).flatMap((link) =>
    isBackedLink(link, evidence) ? [] : [fault('relation', link.by)],
  );
}

function clauseFaults(
  text: string,
  { told }: Evidence,
  { tongue, known }: { readonly tongue: Tongue; readonly known: KnownFacts },
): Fault[] {
  const given = told.map(({ clause }) => clause);
  const cited = told.filter(({ at }) => !Number.isNaN(at)).map(({ clause }) => clause);
  const names = stemsIn(known.text, tongue);
  const all = clausesOf(text, tongue);
  return all.flatMap((clause): Fault[] => {
    const reversed = reversedPair(clause, given, tongue.grammar);
    const replaced = replacedWord(clause, cited, { grammar: tongue.grammar, names });
    const counted = miscounted(clause, given);
    return [
      ...(reversed === null ? [] : [fault('relation', reversed.join(', '))]),
      ...(replaced === null ? [] : [fault('relation', replaced)]),
      ...(counted === null ? [] : [fault('relation', counted)]),
      ...(isTurnedRound(clause, given, tongue) ? [fault('denial', clause.text)] : []),
    ];
  });
}

function contraryFaults(text: string, said: string): Fault[] {
  const peers = nearestIn(text, said, 0.5);
  const found = peers.map((peer) => contraryIn(text, peer));
  const [first] = found;
  return first === undefined || first === null || found.includes(null) ? [] : [fault('relation', first)];
}

function fault(kind: Fault['kind'], what: string): Fault {
  return { kind, what: what.trim().slice(0, 200) };
}
