import type { Template } from '../choose-template.ts';
import { stages } from '../facts.ts';
import { renderTemplate } from '../render.ts';
import { sentencesOf } from '../sentences.ts';
import type { Slots } from '../slots.ts';

/**
 * A sentence of a template: what stands before its quotation, in pieces between other slots, and what stands behind it. Of a sentence without
 * any slot `before` is all of it, and `after` is null.
 */
export interface Scaffold {
  readonly before: readonly string[];
  readonly after: string | null;
  /** How many letters and digits it has. */
  readonly letters: number;
}

/** Stand for values while a template is read; values never hold them, since private characters are taken out of those. */
const value = '\uE010';
const quotation = '\uE011';

/** A shorter piece of words stands in sentences that people write, too. */
const lettersMin = 6;
/** A message that quoted itself several times is read back to what was said at first. */
const timesMax = 8;

const known = new Map<string, readonly Scaffold[]>();
const knownMax = 500;

/**
 * The sentences of these templates, in every stage, the longest first. They are found by rendering: whatever a template does with its slots,
 * what is left around them is its own. A template that cannot be used has none.
 */
export function scaffoldOf(templates: readonly Template[]): Scaffold[] {
  const found = [...new Set(templates.map(({ source }) => source))].flatMap((source) => sentencesIn(source));
  return found.toSorted((a, b) => b.letters - a.letters);
}

function sentencesIn(source: string): readonly Scaffold[] {
  const before = known.get(source);
  if (before !== undefined) return before;
  const sentences = new Set<string>();
  for (const slots of stages.flatMap((stage) =>
    ['workaround', 'symptom'].map((quoted) => markedSlots(stage, quoted)),
  )) {
    const rendered = renderTemplate(source, slots);
    // One that runs into its limits does so every time, and they take long.
    if (!rendered.ok) break;
    for (const { text } of sentencesOf(rendered.text)) sentences.add(text);
  }
  const found = [...sentences]
    // What a template says around other slots is like what people write, and theirs must not be lost.
    .filter((sentence) => sentence.includes(quotation) || !sentence.includes(value))
    .map((sentence) => scaffoldFrom(sentence))
    .filter(({ letters }) => letters >= lettersMin);
  // Templates change seldom; a catalog that goes through thousands of them must not fill memory.
  if (known.size >= knownMax) known.clear();
  known.set(source, found);
  return found;
}

/** One quotation at a time, so that a sentence that holds two of them is read for each. */
function markedSlots(stage: string, quoted: string): Slots {
  const slots = {
    audience: value,
    apps: value,
    symptom: value,
    scope: value,
    workaround: value,
    started: value,
    ended: value,
    next_update: value,
    customers: value,
    corrects: value,
  };
  return { ...slots, stage, [quoted]: quotation };
}

function scaffoldFrom(sentence: string): Scaffold {
  const [opening = '', closing] = sentence.split(quotation);
  const before = opening.split(value);
  const after = closing === undefined ? null : (closing.split(value)[0] ?? '').replace(/[.!\s]+$/u, '');
  const letters = `${before.join('')}${after ?? ''}`.replace(/[^\p{L}\p{N}]/gu, '').length;
  return { before, after, letters };
}

/** What somebody said in a sentence, without the words of templates around it; null where it is a template's from end to end. */
export function withoutScaffold(sentence: string, scaffold: readonly Scaffold[]): string | null {
  let rest = sentence;
  for (let times = 0; times < timesMax; times += 1) {
    const read = readOnce(rest, scaffold);
    if (read === null) return null;
    if (read === rest) return rest;
    rest = read;
  }
  return null;
}

function readOnce(sentence: string, scaffold: readonly Scaffold[]): string | null {
  for (const each of scaffold) {
    const at = endOf(each.before, sentence);
    if (at === null) continue;
    if (each.after !== null) return withoutEnd(sentence.slice(at), each.after).trim();
    if (at === sentence.length) return null;
  }
  return sentence;
}

/** Where the pieces end that stand in the sentence one behind another, the first at its beginning; null where they do not. */
function endOf(pieces: readonly string[], sentence: string): number | null {
  let at = 0;
  for (const [index, piece] of pieces.entries()) {
    const found = sentence.indexOf(piece.trimEnd(), at);
    if (found < 0 || (index === 0 && found > 0)) return null;
    at = found + piece.trimEnd().length;
  }
  return at;
}

function withoutEnd(text: string, end: string): string {
  const bare = text.replace(/[.!\s]+$/u, '');
  return end !== '' && bare.endsWith(end) ? bare.slice(0, -end.length) : text;
}
