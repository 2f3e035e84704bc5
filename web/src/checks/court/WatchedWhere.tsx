import type { Coverage } from '@fieldmarshal/contract/checks/court';

interface WatchedWhereProps {
  environments: Coverage['environments'];
  /** Workflows that are watched wherever they can run. */
  everywhere: number;
  of: number;
}

/** How much is watched in each environment, in words; one that is cut off stands apart, since nothing here can look into it. */
export function WatchedWhere({ environments, everywhere, of }: WatchedWhereProps) {
  if (environments.length === 0)
    return <p className="ui-quiet">No environment runs all products of a workflow.</p>;
  return (
    <>
      <ul className="checks-list">
        {environments.map(({ environment, displayName, connection, workflows, covered }) => (
          <li key={environment}>
            <b>{displayName}</b>: {covered} of {workflows} workflows have a check
            {connection === 'connected'
              ? '.'
              : '. It is cut off: only a check that names it, run by its own site, looks there.'}
          </li>
        ))}
      </ul>
      <p className="ui-quiet">
        {everywhere} of {of} have one wherever they can run. What is counted is a check that names the
        workflow and is not paused there.
      </p>
    </>
  );
}
