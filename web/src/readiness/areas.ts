import type { MatrixStandard } from '@fieldmarshal/contract/readiness';

/** How a product stands in one area, from the letters of its standards. */
export interface AreaCell {
  /** 0 to 4: how much of what counts is met; null where nothing applies or is known. */
  readonly level: number | null;
  /** A must that is missed or unknown. */
  readonly gap: boolean;
  readonly exempt: number;
  readonly unknown: number;
  readonly met: number;
  readonly applies: number;
  readonly stale: boolean;
}

/** Areas in the order of their first standard, each with the places of its standards. */
export function areasOf(standards: readonly Pick<MatrixStandard, 'area'>[]): Map<string, number[]> {
  const areas = new Map<string, number[]>();
  for (const [index, { area }] of standards.entries()) areas.set(area, [...(areas.get(area) ?? []), index]);
  return areas;
}

const weights = { must: 3, should: 1 };

/** Sums up the standards at these places. Rounded down, so that 4 means that everything is met. */
export function areaCell(
  cells: string,
  standards: readonly Pick<MatrixStandard, 'level'>[],
  places: readonly number[],
): AreaCell {
  const sum = { gap: false, exempt: 0, unknown: 0, met: 0, applies: 0, stale: false };
  let [reached, whole] = [0, 0];
  for (const place of places) {
    const letter = cells[place] ?? '-';
    const { level } = standards[place] ?? { level: 'should' as const };
    if (letter === '-') continue;
    if (letter !== letter.toLowerCase()) sum.stale = true;
    const kind = letter.toLowerCase();
    if (kind === 'e') {
      sum.exempt += 1;
      continue;
    }
    sum.applies += 1;
    whole += weights[level];
    if (kind === 'm') {
      sum.met += 1;
      reached += weights[level];
    } else {
      if (kind === 'u') sum.unknown += 1;
      if (level === 'must') sum.gap = true;
    }
  }
  const nothingKnown = sum.applies > 0 && sum.unknown === sum.applies;
  return { ...sum, level: whole === 0 || nothingKnown ? null : Math.floor((4 * reached) / whole) };
}

/** What a cell means, in words. */
export function areaWords(area: string, cell: AreaCell): string {
  const { applies, met, unknown, exempt, gap, stale } = cell;
  if (applies + exempt === 0) return `${area}: nothing applies`;
  return [
    `${area}: ${met} of ${applies} met`,
    ...(unknown > 0 ? [`${unknown} not known`] : []),
    ...(exempt > 0 ? [`${exempt} exempt`] : []),
    ...(gap ? ['a must is open'] : []),
    ...(stale ? ['rests on something old'] : []),
  ].join(', ');
}
