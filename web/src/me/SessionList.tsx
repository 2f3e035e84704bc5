import { sentenceOf } from '../incidents/incident-api.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Time } from '../ui/Time.tsx';
import { showToast } from '../ui/toast.ts';
import { useOwnChange, useSessions } from './me-api.ts';

/** Where one is signed in, each with a way to end it. */
export function SessionList({ person }: { person: string }) {
  const sessions = useSessions(person);
  const end = useOwnChange<{ id: string }>(
    'DELETE',
    ({ id }) => `accounts/${encodeURIComponent(person)}/sessions/${id}`,
  );
  const endOne = (id: string) =>
    end.mutate(
      { id },
      {
        onSuccess: () => showToast({ text: 'That browser is signed out.' }),
        onError: (error) => showToast({ text: sentenceOf(error) }),
      },
    );
  return (
    <section aria-label="Where you are signed in" className="ui-card ui-stack">
      <h2>Where you are signed in</h2>
      {sessions.isPending ? <Loading what="your sessions" /> : null}
      {sessions.isError ? (
        <ErrorNote onRetry={() => void sessions.refetch()}>{sentenceOf(sessions.error)}</ErrorNote>
      ) : null}
      <ul className="me-sessions">
        {(sessions.data?.items ?? []).map((session) => (
          <li key={session.id} className="ui-row">
            <span className="me-session">
              {session.current ? <b>This browser </b> : null}
              {session.userAgent === '' ? 'An unnamed program' : session.userAgent}{' '}
              <span className="ui-quiet">
                {session.provider === null ? '' : `through ${session.provider} `}from {session.address}, last
                seen <Time at={session.lastSeenAt} focusable={false} />
              </span>
            </span>
            {session.current ? null : <Button onClick={() => endOne(session.id)}>Sign out there</Button>}
          </li>
        ))}
      </ul>
    </section>
  );
}
