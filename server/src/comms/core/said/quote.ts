import type { Symptom } from '../facts.ts';
import { languageOf } from '../language/index.ts';
import { isQuotable } from '../lint/lint.ts';
import { maskNames, type Ground } from '../lint/reading.ts';
import { cleanLine } from '../marks.ts';
import { numbersOf } from '../numbers.ts';
import { sentencesOf, wordsOf } from '../sentences.ts';
import { placesIn, symptomsIn } from './classify.ts';
import { withoutScaffold } from './scaffold.ts';

/** Words of somebody that a message may repeat, and what they tell. */
export interface Quote {
  readonly text: string;
  readonly evidence: string;
  readonly symptoms: readonly Symptom[];
}

const saidMax = 40;
const sentencesMax = 60;
const wordsMax = 32;
/** As people write them: "Impact: …". Those of templates are known ({@link withoutScaffold}). */
const label = /^[\p{Lu}][\p{L} ]{2,24}:\s+/u;
/** "We are investigating reports of …": what follows is what users notice. */
const lead =
  /^.*?\b(?:reports? (?:of|that)|issue (?:affecting|causing|impacting|where|that)|experienc(?:e|ed|ing)|seeing|observing|observed|resulting in|resulted in|causing|caused|leading to|impact of|noticed?)\s+/iu;

/**
 * The sentences that tell best what users notice, at most `max`, none of which would block the message. Sentences about the work on it are
 * no candidates, except for their part that says what is noticed. Later words win over earlier ones that tell the same.
 */
export function quotesOf(ground: Ground, max: number): Quote[] {
  const candidates = candidatesOf(ground);
  const chosen: Quote[] = [];
  const told = new Set<string>();
  while (chosen.length < max) {
    const best = candidates
      .map((quote) => ({ quote, worth: worthOf(quote, told) }))
      .reduce<{ quote: Candidate; worth: number } | null>(
        (top, one) => (top === null || one.worth > top.worth ? one : top),
        null,
      );
    if (best === null || best.worth < 1) break;
    chosen.push({ text: best.quote.text, evidence: best.quote.evidence, symptoms: best.quote.symptoms });
    for (const item of best.quote.tells) told.add(item);
  }
  return chosen;
}

interface Candidate extends Quote {
  /** Symptoms, places, numbers and other words of weight. */
  readonly tells: readonly string[];
  /** 0..1, the latest is 1. */
  readonly recency: number;
}

function worthOf({ tells, recency, text }: Candidate, told: ReadonlySet<string>): number {
  const fresh = tells.filter((item) => !told.has(item));
  const symptoms = fresh.filter((item) => item.startsWith('symptom ')).length;
  const rest = fresh.length - symptoms;
  // Without a new symptom a second sentence must bring several places or numbers to be worth its words.
  return symptoms * 2 + rest * 0.4 + recency * 0.5 - wordsOf(text).length * 0.02 - (symptoms === 0 ? 1 : 0);
}

function candidatesOf(ground: Ground): Candidate[] {
  const {
    facts,
    language: { code },
  } = ground;
  const said = facts.said.slice(-saidMax);
  return said
    .flatMap(({ text, evidence, language }, index) =>
      languageOf(language).code === code
        ? sentencesOf(text.slice(0, 8000)).map((sentence) => ({
            text: noticedIn(sentence.text, ground),
            evidence,
            recency: (index + 1) / said.length,
          }))
        : [],
    )
    .slice(-sentencesMax)
    .flatMap(({ text, evidence, recency }) => {
      if (text === null || wordsOf(text).length > wordsMax) return [];
      const symptoms = symptomsIn(text, code);
      if (symptoms.length === 0 || !isQuotable(text, ground)) return [];
      return [{ text, evidence, symptoms, recency, tells: tellsOf(text, symptoms) }];
    });
}

function tellsOf(text: string, symptoms: readonly Symptom[]): string[] {
  const content = wordsOf(text)
    .filter((word) => word.length > 6)
    .slice(0, 4);
  return [
    ...symptoms.map((symptom) => `symptom ${symptom}`),
    ...placesIn(text),
    ...numbersOf(text).map(({ value }) => value),
    ...content.map((word) => word.toLowerCase()),
  ];
}

/** The part of a sentence that tells what users notice, without a label before it; null when it is about the work only. */
function noticedIn(sentence: string, { publicNames, language, scaffold }: Ground): string | null {
  // "Cloud Monitoring" is no word about the work on the incident.
  const isAboutWork = (text: string) => maskNames(text, publicNames).search(language.lexicon.aboutWork) >= 0;
  const said = withoutScaffold(cleanLine(sentence, 400), scaffold);
  if (said === null) return null;
  const line = said.replace(label, '').replace(/[.!;:,\s]+$/u, '');
  if (!isAboutWork(line)) return line;
  const tail = line.replace(lead, '');
  if (tail === line || isAboutWork(tail) || wordsOf(tail).length < 2) return null;
  return tail;
}

/** The latest sentence that tells users what they can do meanwhile. */
export function workaroundIn(ground: Ground): Quote | null {
  const {
    facts,
    scaffold,
    language: { code, lexicon },
  } = ground;
  for (const { text, evidence, language } of facts.said.slice(-saidMax).toReversed()) {
    if (languageOf(language).code !== code) continue;
    for (const sentence of sentencesOf(text.slice(0, 8000)).toReversed()) {
      const bare = withoutScaffold(cleanLine(sentence.text, 400), scaffold);
      if (bare === null || bare.search(lexicon.workaround) < 0) continue;
      const line = bare.replace(label, '').replace(/[.\s]+$/u, '');
      const isNone =
        /\bnone\b|\bno (known )?workaround|\bnot (available|known)|^workarounds?$|working on/iu.test(line);
      const words = wordsOf(line).length;
      if (!isNone && words > 2 && words <= wordsMax && isQuotable(line, ground))
        return { text: line, evidence, symptoms: [] };
    }
  }
  return null;
}
