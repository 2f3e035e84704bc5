import type { DelegationRow } from '@fieldmarshal/contract/assist';
import { Link } from '@tanstack/react-router';
import { FailureNote } from '../../app/FailureNote.tsx';
import { delegationReturnWords } from '../../incidents/incident-words.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Time } from '../../ui/Time.tsx';
import { recordText, useTeamRecord } from './delegation-api.ts';

const shownMax = 20;

/** What became of the incidents that this team was given alone. */
export function TeamRecordSection({ team }: { team: string }) {
  const record = useTeamRecord(team);
  return (
    <section aria-label="Given to them alone" className="ui-stack">
      <h2>Given to them alone</h2>
      {record.isPending ? <Loading what="the record" /> : null}
      <FailureNote error={record.error} />
      {record.data === undefined ? null : (
        <>
          <p>
            {recordText(record.data.record)}
            {record.data.record.acceptedAfterMinutes === null
              ? ''
              : ` Half of what they took over was taken over within ${record.data.record.acceptedAfterMinutes} minutes.`}
          </p>
          <ul className="room-list">
            {record.data.items.slice(0, shownMax).map((row) => (
              <li key={`${row.incidentId} ${row.at}`}>
                <Link to="/incidents/$id" params={{ id: row.incidentId }}>
                  {row.incidentId} {row.title}
                </Link>{' '}
                <span className="ui-quiet">
                  {stateText(row)}, given <Time at={row.at} focusable={false} />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function stateText({ state, how, resolvedAt }: DelegationRow): string {
  if (state === 'returned') return how === null ? 'given back' : delegationReturnWords[how];
  if (resolvedAt !== null) return 'ended';
  return state === 'accepted' ? 'taken over' : 'not taken over yet';
}
