import type { RunbookSpec } from '@fieldmarshal/contract/knowledge';

/** What is known of an incident that a runbook can be about. */
export interface About {
  /** The incident's own first, then those that it is said to be caused by. */
  readonly products: readonly string[];
  /** Checks whose alerts belong to it. */
  readonly checks: readonly string[];
  /** Its title, summary and alerts, as written. */
  readonly text: string;
}

export interface Votes {
  readonly yes: number;
  readonly no: number;
}

export interface Candidate {
  readonly name: string;
  readonly spec: Pick<RunbookSpec, 'products' | 'checks' | 'symptoms'>;
  /** How well its words fit, 0..1 among the candidates. */
  readonly fit: number;
  /** Words of its title and symptoms that the incident has, too. */
  readonly words: readonly string[];
  readonly votes: Votes;
  /** Votes in incidents of the same product: they count once more. */
  readonly votesHere: Votes;
}

export interface Ranked {
  readonly candidate: Candidate;
  readonly score: number;
  readonly why: readonly string[];
}

/**
 * Runbooks that have something to do with an incident, best first: a failing check says most, then its product, the symptoms that are
 * written in it, and words; people who said that one helped, or did not, move it by as much as a product does. Equal ones by name.
 */
export function rankRunbooks(about: About, candidates: readonly Candidate[]): Ranked[] {
  return candidates
    .map((candidate) => weigh(about, candidate))
    .filter(({ why }) => why.length > 0)
    .toSorted((a, b) => b.score - a.score || (a.candidate.name < b.candidate.name ? -1 : 1));
}

const weights = { check: 3, product: 2, causeProduct: 1.5, symptom: 2, words: 1, fit: 1, votes: 4 } as const;
/** Two words of a title in common are a reason; one is chance. */
const wordsMin = 2;

function weigh(about: About, candidate: Candidate): Ranked {
  const { spec, words, fit, votes, votesHere } = candidate;
  const checks = spec.checks.filter((check) => about.checks.includes(check));
  const product = spec.products.find((name) => about.products.includes(name));
  const symptoms = spec.symptoms.filter((symptom) => isIn(symptom, about.text));
  const shared = symptoms.length === 0 && words.length >= wordsMin ? words : [];
  const score =
    (checks.length > 0 ? weights.check : 0) +
    (product === undefined ? 0 : product === about.products[0] ? weights.product : weights.causeProduct) +
    Math.min(2, symptoms.length) * weights.symptom +
    (shared.length > 0 ? weights.words : 0) +
    fit * weights.fit +
    weights.votes * (helpfulness(votes, votesHere) - 0.5);
  return {
    candidate,
    score,
    why: [
      ...checks.slice(0, 2).map((check) => `check ${check} fails`),
      ...(product === undefined ? [] : [`product ${product}`]),
      ...symptoms.slice(0, 3).map((symptom) => `“${symptom}”`),
      ...(shared.length === 0 ? [] : [`words: ${shared.slice(0, 4).join(', ')}`]),
    ],
  };
}

/** 0..1; one half where nobody has said anything. */
function helpfulness(all: Votes, here: Votes): number {
  const [yes, no] = [all.yes + here.yes, all.no + here.no];
  return (yes + 1) / (yes + no + 2);
}

/** Scripts that put no space between words: there a symptom has no edges. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** Whether a text is found by its letters alone, since its words cannot be told apart. */
export function isUnspaced(text: string): boolean {
  return unspaced.test(text);
}

/** Whole words, whatever their case; `502` is not in `15021`. */
function isIn(symptom: string, text: string): boolean {
  const [wanted, whole] = [symptom.normalize('NFC').toLowerCase(), text.normalize('NFC').toLowerCase()];
  if (isUnspaced(wanted)) return whole.includes(wanted);
  const isWord = (character: string | undefined): boolean =>
    character !== undefined && /[\p{L}\p{N}]/u.test(character);
  for (let at = whole.indexOf(wanted); at >= 0; at = whole.indexOf(wanted, at + 1))
    if (!isWord(whole[at - 1]) && !isWord(whole[at + wanted.length])) return true;
  return false;
}
