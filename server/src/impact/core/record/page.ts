import { possibleFrom, type ImpactRow } from '@fieldmarshal/contract/impact';

export interface Page {
  readonly rows: readonly ImpactRow[];
  /** Where the next page begins; null on the last. */
  readonly next: number | null;
}

/** Rows in the order in which people work on them, from `start` on; within a group they stay as they are. */
export function pageOf(rows: readonly ImpactRow[], start: number, limit: number): Page {
  const groups: ImpactRow[][] = groupOrder.map(() => []);
  for (const row of rows) groups[groupOrder.indexOf(groupOf(row))]?.push(row);
  const end = start + limit;
  return { rows: groups.flat().slice(start, end), next: end < rows.length ? end : null };
}

const groupOrder = ['hit', 'possible', 'over', 'rejected', 'weak', 'not-hit'] as const;

function groupOf({ standing, until, confidence }: ImpactRow): (typeof groupOrder)[number] {
  if (until !== null) return 'over';
  switch (standing) {
    case 'confirmed':
    case 'likely':
      return 'hit';
    case 'possible':
      return confidence !== null && confidence < possibleFrom ? 'weak' : 'possible';
    case 'rejected':
    case 'not-hit':
      return standing;
  }
}
