import type { Cause } from '@fieldmarshal/contract/localisation/cause';
import { Link } from '@tanstack/react-router';
import { CauseAnswerRow } from './CausePanel.tsx';

/** What people say of the verdict on failing checks. Where an incident deals with them, it is said there, so that it counts once. */
export function GroupAnswer({ cause }: { cause: Cause }) {
  const { incidentId } = cause;
  if (incidentId === null) return <CauseAnswerRow cause={cause} />;
  return (
    <p>
      <Link to="/incidents/$id/cause" params={{ id: incidentId }}>
        {incidentId}
      </Link>{' '}
      deals with this failure: what its cause is, is said there.
    </p>
  );
}
