import type { Preview } from '@fieldmarshal/contract/oncall/timeline';
import type { GridRow, GridShift } from '../TimelineGrid.tsx';

/** The lanes of a draft up to an instant: each layer, who would be on, and where that differs from what is saved. */
export function draftRows(preview: Preview, { until, isNew }: { until: number; isNew: boolean }): GridRow[] {
  const everybody = Object.keys(preview.people).sort();
  const names = (list: readonly string[]) =>
    list.map((person) => preview.people[person] ?? person).join(', ');
  const shown = <T extends { from: string }>(list: readonly T[]) =>
    list.filter(({ from }) => Date.parse(from) < until);
  const shifts = (list: Preview['final']): GridShift[] =>
    shown(list).map(({ from, to, people }) => ({
      ...{ from, to },
      label: names(people),
      pattern: everybody.indexOf(people[0] ?? ''),
      hole: people.length === 0 || preview.holes.some((hole) => hole.from <= from && to <= hole.to),
    }));
  const layers = preview.layers.map((layer, index) => ({
    id: `layer ${index}`,
    name: `Layer ${layer.name}`,
    title: layer.name,
    shifts: shifts(layer.shifts).map((shift) => ({ ...shift, hole: false })),
  }));
  const final = {
    id: 'final',
    name: 'Who would be on',
    title: 'Who would be on',
    shifts: shifts(preview.final),
  };
  const changes = {
    id: 'changes',
    name: 'What changes',
    title: 'What changes',
    shifts: shown(preview.differences).map(({ from, to, before, after }) => ({
      ...{ from, to },
      label: `${names(before) || 'nobody'} → ${names(after) || 'nobody'}`,
      pattern: everybody.indexOf(after[0] ?? ''),
    })),
  };
  return isNew ? [...layers, final] : [...layers, final, changes];
}
