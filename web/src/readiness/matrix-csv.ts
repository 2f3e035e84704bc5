import type { ReadinessMatrix } from '@fieldmarshal/contract/readiness';
import { csvOf } from '../ui/csv.ts';

const words: Record<string, string> = {
  m: 'met',
  x: 'missed',
  u: 'not known',
  e: 'exempt',
  '-': 'does not apply',
};

/** The matrix with one column for each standard; what rests on something old says so. */
export function matrixCsv({ standards, items }: Pick<ReadinessMatrix, 'standards' | 'items'>): string {
  return csvOf(
    [
      ...['Product', 'Team', 'Score', 'In 30 days', 'Rung', 'Open musts', 'Next step', 'Due'],
      ...standards.map(({ displayName }) => displayName),
    ],
    items.map(({ displayName, teamName, score, change, rung, mustGaps, next, cells }) => [
      ...[displayName, teamName, score, change, rung, mustGaps, next?.displayName ?? null, next?.due ?? null],
      ...standards.map((_, place) => cellWords(cells[place] ?? '-')),
    ]),
  );
}

function cellWords(letter: string): string {
  const text = words[letter.toLowerCase()] ?? '';
  return letter === letter.toLowerCase() ? text : `${text} (old)`;
}
