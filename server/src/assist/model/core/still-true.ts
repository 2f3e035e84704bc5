import { faultsOf } from '@fieldmarshal/contract/text';
import { knownOf, type IncidentRecord } from '../../core/record.ts';
import type { WrittenLine } from './compose.ts';
import type { Verdict } from './judge.ts';

/**
 * The sentences of a model that still follow from the log, as verdicts: what they cite may have been taken back since, or overtaken, as a
 * cause is of which something else was found. Those are shown no more, whenever they are read.
 */
export function stillTrue(lines: readonly WrittenLine[], record: IncidentRecord): Verdict[] {
  const known = knownOf(record);
  return lines
    .filter(
      ({ by, text, cites }) =>
        by === 'model' && faultsOf({ text, cites }, record.entries, known).length === 0,
    )
    .map(({ text, cites, section }) => ({ text, cites, section, shown: true, faults: [] }));
}
