import { Link } from '@tanstack/react-router';
import { FailureNote } from '../app/FailureNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { useRunCause } from './cause-api.ts';
import { CauseDetail } from './CauseDetail.tsx';
import { GroupAnswer } from './GroupAnswer.tsx';

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
      <CauseDetail cause={cause} />
      <section aria-label="What people say" className="ui-card ui-stack">
        <h2>What people say</h2>
        <GroupAnswer cause={cause} />
        <Link to="/causes/failing/$id" params={{ id: cause.id }}>
          All checks that fail with it
        </Link>
      </section>
    </>
  );
}
