import type { Severity } from '@fieldmarshal/contract';
import { Tag } from '../ui/Tag.tsx';
import { severityRank, severityWord } from './strips/strips.ts';

/** `null` is "not assessed", dashed; never shown as SEV4. */
export function SeverityTag({ severity }: { severity: Severity | null }) {
  if (severity === null) {
    return (
      <Tag rank={null} word="Not assessed">
        SEV?
      </Tag>
    );
  }
  return (
    <Tag rank={severityRank[severity]} word={severityWord[severity]}>
      {severity}
    </Tag>
  );
}
