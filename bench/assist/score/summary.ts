import { stateChanges } from '@fieldmarshal/server/assist';
import { recordOf, type SummaryAnswer, type SummaryRow } from '../tasks/summary.ts';

/** What is asked of one summary. The checks are plain and literal on purpose: they share no code with the engine. */
interface Judged {
  readonly gates: boolean;
  readonly states: number;
  /** Share of the salient facts of the log that are said; null where the log has none. */
  readonly facts: number | null;
  readonly words: number;
  readonly filler: number;
  readonly dangling: number;
}

const filler =
  /apolog|sorry|thank|patience|inconvenience|will (?:be )?(?:provid|shar|post)\w*|will continue to (?:keep|update|provide)|keep (?:you|users|everyone|customers)|further updates|we are (?:currently )?investigating this issue|continu\w+ to investigate/i;
const dangling =
  /^(?:however|additionally|also|this|these|those|they|it|the above|therefore|but|and|moreover|furthermore)\b/i;
const kinds: Readonly<Record<string, RegExp>> = {
  cause: /root cause|caused by|due to|because|as a result of|triggered by/i,
  workaround: /workaround(?!: (?:none|n\/a|not))|as an alternative|retry|in the meantime/i,
  mitigation:
    /rolled back|rollback|roll back|revert|restart|failover|failed over|mitigat(?:ed|ion (?:work|is|has))|fix (?:has|was|is)/i,
  symptom: /errors?\b|fail|unable|unavailable|degraded|latenc|slow|delay|timeout|down\b/i,
};

export function judge(row: SummaryRow, answer: SummaryAnswer): Judged {
  const text = answer.sentences.map((sentence) => sentence.text).join(' ');
  const cited = new Set(answer.sentences.flatMap(({ cites }) => cites));
  const changes = stateChanges(recordOf(row).entries).map(({ id }) => id);
  const states = changes.filter((id) => cited.has(id)).length / Math.max(1, changes.length);
  const words = text.split(/\s+/).filter((word) => word !== '').length;
  const saysState = text.toLowerCase().includes(row.entries.at(-1)?.status ?? '');
  const isFaithful = answer.sentences.every((sentence) => faithful(row, sentence));
  return {
    gates: isFaithful && states === 1 && saysState && words <= 130,
    states,
    facts: recall(row, text),
    words,
    filler: answer.sentences.filter((sentence) => filler.test(sentence.text)).length,
    dangling: answer.sentences.filter((sentence) => dangling.test(sentence.text)).length,
  };
}

/** Every cited id exists, and every word with a digit or a capital inside the sentence is in the cited entries or in the row's own fields. */
function faithful(row: SummaryRow, { text, cites }: SummaryAnswer['sentences'][number]): boolean {
  const sources = row.entries.filter(({ id }) => cites.includes(id));
  if (cites.length === 0 || sources.length !== new Set(cites).size) return false;
  const evidence = [
    row.title,
    row.impact,
    ...row.components,
    ...sources.flatMap((source) => [source.at, source.status, source.body]),
  ]
    .join(' ')
    .toLowerCase();
  const tokens = text.match(/[^\s,;:()“”"']+/gu) ?? [];
  const content = tokens.map((token) => bare(token)).filter((token) => token.length > 3);
  const found = content.filter((token) => evidence.includes(token)).length;
  const checked = tokens.filter((token, index) => /\d/.test(token) || (index > 0 && /^\p{Lu}/u.test(token)));
  return found >= content.length / 2 && checked.every((token) => evidence.includes(bare(token)));
}

function bare(token: string): string {
  return token.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}%]+$/gu, '').toLowerCase();
}

function recall(row: SummaryRow, text: string): number | null {
  const told = row.entries.map(({ body }) => body).join('\n');
  const said = text.toLowerCase();
  const lower = told.toLowerCase();
  const things = new Set([
    ...row.components.filter((name) => lower.includes(name.toLowerCase())),
    ...(
      told.match(/\b\d+(?:\.\d+)?\s?%|\b\d[\d,.]* (?:users|customers|requests|minutes|hours)/g) ?? []
    ).slice(0, 6),
    ...(told.match(/\b[a-z]+-[a-z]+\d\b/g) ?? []).slice(0, 6),
  ]);
  const hits = [
    ...[...things].map((thing) => said.includes(thing.toLowerCase())),
    ...Object.values(kinds)
      .filter((kind) => kind.test(told))
      .map((kind) => kind.test(text)),
  ];
  return hits.length === 0 ? null : hits.filter(Boolean).length / hits.length;
}

/** What others do: rows of the table beside the engine. */
export const baselines: Readonly<Record<string, (row: SummaryRow) => SummaryAnswer['sentences']>> = {
  'last update': ({ entries }) => verbatim(entries.slice(-1)),
  'first three': ({ entries }) => verbatim(entries.slice(0, 3)),
  everything: ({ entries }) => verbatim(entries),
  'state changes verbatim': (row) => {
    const ids = new Set(stateChanges(recordOf(row).entries).map(({ id }) => id));
    return verbatim(row.entries.filter(({ id }) => ids.has(id)));
  },
};

function verbatim(entries: SummaryRow['entries']): SummaryAnswer['sentences'] {
  return entries.flatMap(({ id, status, body }) =>
    `${status}: ${body}`.split(/(?<=[.!?])\s+|\n+/).map((text) => ({ text, cites: [id] })),
  );
}

export const summaryHeader = ['', 'n', 'all gates', 'state coverage', 'facts', 'words', 'filler', 'dangling'];

export function summaryLine(name: string, judged: readonly Judged[]): (string | number)[] {
  const mean = (value: (one: Judged) => number | null): string => {
    const values = judged.map((one) => value(one)).filter((one) => one !== null);
    return (values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length)).toFixed(3);
  };
  return [
    name,
    judged.length,
    mean(({ gates }) => Number(gates)),
    mean(({ states }) => states),
    mean(({ facts }) => facts),
    mean(({ words }) => words),
    mean(({ filler }) => filler),
    mean(({ dangling }) => dangling),
  ];
}
