import { useRef, useState } from 'react';
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
  const endAll = useOwnChange<object>('DELETE', () => `accounts/${encodeURIComponent(person)}/sessions`);
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that was pressed leaves with what it was for; the focus goes on from the list's own heading.
  const said = (text: string) => ({
    onSuccess: () => {
      showToast({ text });
      heading.current?.focus();
    },
    onError: (error: unknown) => showToast({ text: sentenceOf(error) }),
  });
  const others = (sessions.data?.items ?? []).filter(({ current }) => !current);
  return (
    <section aria-label="Where you are signed in" className="ui-card ui-stack">
      <h2 ref={heading} tabIndex={-1}>
        Where you are signed in
      </h2>
      {sessions.isPending ? <Loading what="your sessions" /> : null}
      {sessions.isError ? (
        <ErrorNote onRetry={() => void sessions.refetch()}>{sentenceOf(sessions.error)}</ErrorNote>
      ) : null}
      <ul className="me-sessions">
        {(sessions.data?.items ?? []).map((session) => (
          <li key={session.id} className="ui-row">
            <span className="me-session">
              {session.current ? <b>This browser </b> : null}
              <BrowserName userAgent={session.userAgent} />{' '}
              <span className="ui-quiet">
                {session.provider === null ? '' : `through ${session.provider} `}from {session.address}, last
                seen <Time at={session.lastSeenAt} show="ago" focusable={false} />
              </span>
            </span>
            {session.current ? null : (
              <Button onClick={() => end.mutate({ id: session.id }, said('That browser is signed out.'))}>
                Sign out there
              </Button>
            )}
          </li>
        ))}
      </ul>
      {others.length === 0 ? null : (
        <EndOthers
          count={others.length}
          busy={endAll.isPending}
          onEnd={() => endAll.mutate({}, said('You are signed in here only.'))}
        />
      )}
    </section>
  );
}

/** In words, with what it calls itself for who looks closer. */
function BrowserName({ userAgent }: { userAgent: string }) {
  if (userAgent === '') return <span>{browserText(userAgent)}</span>;
  return (
    <span data-tip={userAgent} tabIndex={0}>
      {browserText(userAgent)}
    </span>
  );
}

interface EndOthersProps {
  count: number;
  busy: boolean;
  onEnd: () => void;
}

/** For a lost device, or when something looks wrong: one look, one press. */
function EndOthers({ count, busy, onEnd }: EndOthersProps) {
  const [open, setOpen] = useState(false);
  return (
    <div className="ui-row">
      <Button busy={busy} onClick={() => setOpen(true)}>
        Sign out everywhere else
      </Button>
      <Confirm
        open={open}
        title="Sign out everywhere else?"
        verb="Sign out there"
        onClose={() => setOpen(false)}
        onConfirm={() => {
          setOpen(false);
          onEnd();
        }}
      >
        {count === 1 ? 'The other browser is' : `The ${count} other browsers are`} signed out. This one stays.
        Whoever knows your password can sign in again: change it if somebody may.
      </Confirm>
    </div>
  );
}
