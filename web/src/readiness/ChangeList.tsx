import type { ReadinessChange } from '@fieldmarshal/contract/readiness';
import { Empty } from '../ui/Empty.tsx';
import { Time } from '../ui/Time.tsx';
import { outcomeWords } from './readiness-words.tsx';

interface ChangeListProps {
  changes: readonly ReadinessChange[];
  /** What each line is about: the product or the standard. */
  nameOf: (change: ReadinessChange) => string;
}

/** What turned, when and why. */
export function ChangeList({ changes, nameOf }: ChangeListProps) {
  if (changes.length === 0) return <Empty>Nothing turned.</Empty>;
  return (
    <ul className="readiness-changes">
      {changes.map((change) => (
        <li key={change.id}>
          <Time at={change.at} /> <b>{nameOf(change)}</b> {outcomeWords[change.before].toLowerCase()} to{' '}
          {outcomeWords[change.after].toLowerCase()}: {change.why}
        </li>
      ))}
    </ul>
  );
}
