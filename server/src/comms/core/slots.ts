import type { AppState, DraftFacts, NoticedFact, Symptom } from './facts.ts';
import { languageOf, type Language } from './language/index.ts';
import type { Ground } from './lint/reading.ts';
import { cleanLine, type Marks } from './marks.ts';
import { placesIn, symptomsIn } from './said/classify.ts';
import { quotesOf, workaroundIn, type Quote } from './said/quote.ts';
import { timeFor } from './times.ts';

/** What a template may use. Each is text or null ("not known"); in a template `{% if workaround %}`. */
export interface Slots {
  readonly stage: string;
  readonly audience: string;
  /** Public names as a list of words; in a brief message the first three and how many more. */
  readonly apps: string;
  /** What users notice, to stand behind a colon. */
  readonly symptom: string | null;
  readonly scope: string | null;
  readonly workaround: string | null;
  readonly started: string | null;
  readonly ended: string | null;
  readonly next_update: string | null;
  readonly customers: string | null;
  readonly corrects: string | null;
}

export interface Richness {
  /** How many sentences of people are quoted. */
  readonly quotes: number;
  readonly workaround: boolean;
}

export interface SlotsInput {
  readonly ground: Ground;
  readonly richness: Richness;
}

/** Fills the slots from facts alone; each value is cleaned to one line and marked with its evidence. */
export function fillSlots({ ground, richness }: SlotsInput, marks: Marks): Slots {
  const { facts, language } = ground;
  const quotes = quotesOf(ground, richness.quotes);
  const time = (slot: string, fact: DraftFacts['startedAt']) => {
    const value = fact === null ? '' : timeFor(fact.value, facts);
    return fact === null || value === '' ? null : marks.mark(value, { slot, evidence: fact.evidence });
  };
  return {
    stage: facts.stage,
    audience: facts.audience,
    apps: appsSlot(facts, language, marks),
    symptom: symptomSlot(facts, quotes, marks),
    scope: scopeSlot(facts, quotes, marks),
    workaround: richness.workaround ? workaroundSlot(ground, marks) : null,
    started: time('started', facts.startedAt),
    ended: time('ended', facts.resolvedAt),
    next_update: facts.stage === 'resolved' ? null : time('next_update', facts.nextUpdateAt),
    customers:
      facts.customers === null
        ? null
        : marks.mark(facts.customers.value.toLocaleString(language.code), {
            slot: 'customers',
            evidence: facts.customers.evidence,
          }),
    corrects: time('corrects', facts.corrects),
  };
}

const briefNames = 3;

function appsSlot({ apps, channel }: DraftFacts, language: Language, marks: Marks): string {
  const names = apps.flatMap(({ publicName, evidence }) => {
    const name = publicName === null ? '' : cleanLine(publicName, 120);
    return name === '' ? [] : [marks.mark(name, { slot: 'apps', evidence })];
  });
  if (names.length === 0) return language.someApps;
  const shown = channel === 'brief' ? briefNames : names.length;
  return listed(names, language, { most: shown, andMore: language.andMore });
}

/** As words: all of them, or the first so many and that there are more; one more than that is named, too. */
function listed(
  names: readonly string[],
  { code }: Language,
  { most, andMore }: { readonly most: number; readonly andMore: (count: number) => string },
): string {
  const shown = names.length > most + 1 ? names.slice(0, most) : names;
  const rest = names.length - shown.length;
  const items = rest > 0 ? [...shown, andMore(rest)] : shown;
  return new Intl.ListFormat(code, { type: 'conjunction' }).format(items);
}

/** What the state of an application means to users, where nobody said it better. */
const noticedOf: Readonly<Record<AppState, readonly Symptom[]>> = {
  down: ['unavailable'],
  degraded: ['degraded', 'errors'],
  slow: ['slow'],
  'wrong-data': ['wrong-data'],
  unknown: [],
};

/** The quotes, then in our words what facts and untranslated words tell beside them; from the states where that is nothing. */
function symptomSlot(facts: DraftFacts, quotes: readonly Quote[], marks: Marks): string | null {
  const language = languageOf(facts.language);
  const { code } = language;
  const told = new Set(quotes.flatMap(({ symptoms }) => symptoms));
  const known = knownSymptoms(facts, code).filter(({ value }) => !told.has(value));
  const states = facts.apps.flatMap(({ state, evidence }) =>
    noticedOf[state].map((value) => ({ value, evidence })),
  );
  const named = known.length > 0 || told.size > 0 ? known : states;
  const own = [...Map.groupBy(named, ({ value }) => value)].map(([value, all]) => {
    const [first] = all;
    const noticed = marks.mark(wordsFor(value, all, language), {
      slot: 'symptom',
      evidence: first?.evidence ?? '',
    });
    return `${noticed}${facts.channel === 'brief' ? '' : doingWhat(all, language, marks)}`;
  });
  const quoted = quotes.map(({ text, evidence }) => marks.mark(text, { slot: 'symptom', evidence }));
  const parts = [...quoted, ...(own.length > 0 ? [own.join(', ')] : [])];
  return parts.length === 0 ? null : parts.join('; ');
}

/** A check that fails shows that what it does cannot be done, and not that the service is away: its page may well be there. */
function wordsFor(value: Symptom, noticed: readonly NoticedFact[], language: Language): string {
  const isOfActions = value === 'unavailable' && noticed.some(({ of }) => of !== undefined);
  return isOfActions ? language.notWorking : language.symptoms[value];
}

/** " (Find a person, Open a case and others)": in what users notice it, by the names that they know. */
function doingWhat(noticed: readonly NoticedFact[], language: Language, marks: Marks): string {
  const named = noticed.flatMap(({ of = '', evidence }) => {
    const name = cleanLine(of, 120);
    return name === '' ? [] : [[name, evidence] as const];
  });
  const names = [...new Map(named)].map(([name, evidence]) =>
    marks.mark(name, { slot: 'symptom', evidence }),
  );
  // How many others is no number of the record, and no message may hold such.
  const others = { most: briefNames, andMore: () => language.others };
  return names.length === 0 ? '' : ` (${listed(names, language, others)})`;
}

/** Facts, and words in other languages, which are understood but not quoted. */
function knownSymptoms({ symptoms, said }: DraftFacts, code: string): NoticedFact[] {
  const foreign = said
    .filter(({ language }) => languageOf(language).code !== code)
    .flatMap(({ text, language, evidence }) =>
      symptomsIn(text.slice(0, 8000), language).map((value) => ({ value, evidence })),
    );
  return [...symptoms, ...foreign];
}

function scopeSlot({ scope, said }: DraftFacts, quotes: readonly Quote[], marks: Marks): string | null {
  const place = cleanLine(scope?.value ?? '', 200);
  if (scope !== null && place !== '') return marks.mark(place, { slot: 'scope', evidence: scope.evidence });
  const quoted = quotes.map(({ text }) => text).join(' ');
  const latest = said.toReversed().find(({ text }) => placesIn(text).length > 0);
  const places = latest === undefined ? [] : placesIn(latest.text).filter((place) => !quoted.includes(place));
  if (latest === undefined || places.length === 0) return null;
  return marks.mark(places.join(', '), { slot: 'scope', evidence: latest.evidence });
}

function workaroundSlot(ground: Ground, marks: Marks): string | null {
  const { facts } = ground;
  if (facts.stage === 'resolved') return null;
  const { workaround } = facts;
  const found =
    workaround === null
      ? workaroundIn(ground)
      : { text: cleanLine(workaround.value, 400).replace(/[.\s]+$/u, ''), evidence: workaround.evidence };
  return found === null || found.text === ''
    ? null
    : marks.mark(found.text, { slot: 'workaround', evidence: found.evidence });
}
