import type { RcaFlag } from '@fieldmarshal/contract/rca';
import { Link } from '@tanstack/react-router';
import { Pill } from '../ui/Pill.tsx';

/** Why an incident deserves a look: rules first, shown as such, then reasons; each leads to the entry of the log that shows it. */
export function RcaReasons({ flag }: { flag: RcaFlag }) {
  const { incidentId, rules, reasons } = flag;
  return (
    <ul className="rca-reasons">
      {rules.map((rule) => (
        <li key={`rule ${rule.text}`}>
          <Pill>Rule</Pill> {rule.text} <Entry id={incidentId} seq={rule.seq} />
        </li>
      ))}
      {reasons.map((reason) => (
        <li key={reason.text}>
          {reason.text} <Entry id={incidentId} seq={reason.seq} />
        </li>
      ))}
    </ul>
  );
}

function Entry({ id, seq }: { id: string; seq: number }) {
  return (
    <Link to="/incidents/$id" params={{ id }} hash={`entry-${seq}`} aria-label={`Entry ${seq} of ${id}`}>
      entry {seq}
    </Link>
  );
}
