import type { Column } from '../ui/Table.tsx';
import { useFailingGroups } from './cause-api.ts';
import { share } from './cause-words.ts';

/** The column that says which product is behind what belongs to an incident; a dash where no check fails for it. */
export function useLikelyCause(): Column<{ readonly incidentId: string | null }> {
  const failing = useFailingGroups();
  return {
    id: 'cause',
    header: 'Likely cause',
    width: '11rem',
    wideOnly: true,
    cell: ({ incidentId }) => {
      const found = failing.data?.items.find(
        (group) => incidentId !== null && group.incidentId === incidentId,
      );
      const [first] = found?.suspects ?? [];
      if (first === undefined) return '–';
      return `${first.displayName} ${share(first.probability)}${found?.clear ? '' : ', not clear'}`;
    },
  };
}
