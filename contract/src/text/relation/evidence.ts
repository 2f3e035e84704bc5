import { sentencesOf } from '../sentences.ts';
import { timesIn } from '../times.ts';
import type { Source } from '../verify.ts';
import { clausesOf, type Clause } from './clauses.ts';
import { linksOf, type Link } from './links.ts';
import type { Tongue } from './words.ts';

/** A clause of a cited entry, with its place in what happened. */
export interface Told {
  readonly clause: Clause;
  /** Milliseconds: the time it names itself, else that of its entry. */
  readonly at: number;
  /** Place among all clauses: by entry, then as they are told. */
  readonly place: number;
  /** The sentence it is part of. */
  readonly sentence: number;
}

/** What the cited entries say, read clause by clause. */
export interface Evidence {
  readonly told: readonly Told[];
  readonly links: readonly Link[];
  /** Every stem of it. */
  readonly stems: ReadonlySet<string>;
}

/** `known` counts as said, but nothing in it has a place in time. */
export function evidenceOf(cited: readonly Source[], known: string, tongue: Tongue): Evidence {
  const told: Told[] = [];
  const links: Link[] = [];
  let sentences = 0;
  const read = (text: string, at: number): void => {
    for (const { text: sentence, label, isFirst } of sentencesOf(text)) {
      sentences += 1;
      links.push(...linksOf(sentence, isFirst ? label : '', tongue));
      for (const clause of clausesOf(sentence, tongue))
        told.push({ clause, at: momentOf(clause.text, at), place: told.length, sentence: sentences });
    }
  };
  for (const entry of [...cited].sort((a, b) => Date.parse(a.at) - Date.parse(b.at)))
    for (const text of [entry.text, entry.status ?? '']) read(text, Date.parse(entry.at));
  read(known, Number.NaN);
  return { told, links, stems: new Set(told.flatMap(({ clause }) => [...clause.stems])) };
}

const dayMs = 86_400_000;

/** `at 09:50` in an entry of 10:05 was at 09:50; later than its entry is the day before. */
function momentOf(text: string, at: number): number {
  const [clock, ...more] = timesIn(text).clocks;
  if (clock === undefined || more.length > 0 || Number.isNaN(at)) return at;
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  const moment = Math.floor(at / dayMs) * dayMs + (hour * 60 + minute) * 60_000;
  return moment > at + 60_000 ? moment - dayMs : moment;
}
