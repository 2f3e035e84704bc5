import { useState } from 'react';
import { sentenceOf } from '../incidents/incident-api.ts';
import { Button } from '../ui/Button.tsx';
import { Confirm } from '../ui/Confirm.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Time } from '../ui/Time.tsx';
import { showToast } from '../ui/toast.ts';
import { browserText } from './browser-text.ts';
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
  const others = (sessions.data?.items ?? []).filter(({ current }) => !current);
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
              <span data-tip={session.userAgent === '' ? undefined : session.userAgent}>
                {browserText(session.userAgent)}
              </span>{' '}
              <span className="ui-quiet">
                {session.provider === null ? '' : `through ${session.provider} `}from {session.address}, last
                seen <Time at={session.lastSeenAt} show="ago" focusable={false} />
              </span>
            </span>
            {session.current ? null : <Button onClick={() => endOne(session.id)}>Sign out there</Button>}
          </li>
        ))}
      </ul>
      {others.length === 0 ? null : <EndOthers person={person} count={others.length} />}
    </section>
  );
}

/** For a lost device, or when something looks wrong: one look, one press. */
function EndOthers({ person, count }: { person: string; count: number }) {
  const [open, setOpen] = useState(false);
  const end = useOwnChange<object>('DELETE', () => `accounts/${encodeURIComponent(person)}/sessions`);
  return (
    <div className="ui-row">
      <Button busy={end.isPending} onClick={() => setOpen(true)}>
        Sign out everywhere else
      </Button>
      <Confirm
        open={open}
        title="Sign out everywhere else?"
        verb="Sign out there"
        onClose={() => setOpen(false)}
        onConfirm={() => {
          setOpen(false);
          end.mutate(
            {},
            {
              onSuccess: () => showToast({ text: 'You are signed in here only.' }),
              onError: (error) => showToast({ text: sentenceOf(error) }),
            },
          );
        }}
      >
        {count === 1 ? 'The other browser is' : `The ${count} other browsers are`} signed out with the next
        thing they ask for. This one stays. Whoever knows your password can sign in again: change it if
        somebody may.
      </Confirm>
    </div>
  );
}
