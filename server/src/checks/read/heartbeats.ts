import type { MatrixRow } from '@fieldmarshal/contract/checks';
import type { Heartbeat } from '@fieldmarshal/contract/signals';
import type { Covered } from '#signals';
import type { CheckFilter } from './filter.ts';

const letters: Readonly<Record<Heartbeat['state'], string>> = {
  waiting: 'N',
  alive: 'O',
  missed: 'F',
  paused: 'P',
};

/** Where a heartbeat stands in the matrix: the environment of its labels, or the column without one. */
export function environmentOf({ labels }: Heartbeat): string {
  return labels['environment'] ?? '';
}

/** Heartbeats that are watched and asked for; an environment that the catalog does not know is none. */
export function askedHeartbeats(
  all: readonly Heartbeat[],
  filter: CheckFilter,
  isKnown: (environment: string) => boolean,
): Heartbeat[] {
  const text = filter.search?.trim().toLowerCase() ?? '';
  return all
    .map((beat) => (isKnown(environmentOf(beat)) ? beat : placeless(beat)))
    .filter(
      (beat) =>
        beat.intervalS !== null &&
        (filter.type === undefined || filter.type === 'heartbeat') &&
        (filter.product === undefined || beat.labels['product'] === filter.product) &&
        (filter.environment === undefined || environmentOf(beat) === filter.environment) &&
        (text === '' || beat.name.toLowerCase().includes(text)),
    );
}

function placeless(beat: Heartbeat): Heartbeat {
  const { environment: _, ...labels } = beat.labels;
  return { ...beat, labels };
}

/** A heartbeat as a row of these columns. */
export function heartbeatRow(beat: Heartbeat, columns: readonly string[], covered: Covered): MatrixRow {
  const products = beat.labels['product'] === undefined ? [] : [beat.labels['product']];
  const own = letters[beat.state];
  const letter = own !== 'P' && covered({ environment: environmentOf(beat), products }) ? 'M' : own;
  return {
    check: `heartbeat/${beat.id}`,
    displayName: beat.name,
    type: 'heartbeat',
    products,
    owner: null,
    cells: columns.map((column) => (column === environmentOf(beat) ? letter : '.')).join(''),
  };
}
