import { Link } from '@tanstack/react-router';
import { FailureNote } from '../app/FailureNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { useRunCause } from './cause-api.ts';
import { CauseDetail } from './CauseDetail.tsx';

/** Which product caused the failure that this run is part of. */
export function RunCause({ run }: { run: string }) {
  const found = useRunCause(run);
  if (found.isPending) return <Loading what="the cause" />;
  if (found.isError) return <FailureNote error={found.error} />;
  const { cause } = found.data;
  if (cause === null)
    return (
      <p className="ui-quiet">
        The check as a whole did not count as failing then, so no cause was looked for.
      </p>
    );
  return (
    <>
      <h2>Likely cause</h2>
      {cause.incidentId === null ? null : (
        <p>
          <Link to="/incidents/$id" params={{ id: cause.incidentId }}>
            {cause.incidentId}
          </Link>
        </p>
      )}
      <CauseDetail cause={cause} />
    </>
  );
}
