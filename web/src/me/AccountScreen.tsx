import { useTitle } from '../app/page-title.ts';
import { Together } from '../app/screen/Together.tsx';
import { sentenceOf } from '../incidents/incident-api.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { useMe } from './me-api.ts';
import { PasswordForm } from './PasswordForm.tsx';
import { SessionList } from './SessionList.tsx';
import { ReachSection } from './reach/ReachSection.tsx';
import { RulesSection } from './rules/RulesSection.tsx';
import { AmbushSection } from '../readiness/ambush/AmbushSection.tsx';
import { SignInSection } from './sign-in/SignInSection.tsx';
import './me.css';

/** One's own account: who the server takes me for, my password, where I am signed in. */
export function AccountScreen() {
  useTitle('Your account');
  const me = useMe();
  return (
    <Together className="screen ui-stack me">
      <h1>Your account</h1>
      {me.isPending ? <Loading what="your account" /> : null}
      {me.isError ? <ErrorNote onRetry={() => void me.refetch()}>{sentenceOf(me.error)}</ErrorNote> : null}
      {me.isSuccess && me.data.person !== null ? (
        <>
          <p>
            <b>{me.data.displayName}</b> <span className="ui-mono">{me.data.person}</span>
            {me.data.email === null ? null : <> · {me.data.email}</>} · {me.data.roles.join(', ')}
            {me.data.account?.managedBy == null ? null : (
              <span className="ui-quiet">
                {' '}
                · name, e-mail and roles come from {me.data.account.managedBy}
              </span>
            )}
          </p>
          <ReachSection />
          <RulesSection />
          <AmbushSection />
          <PasswordForm me={me.data} />
          <SignInSection person={me.data.person} />
          <SessionList person={me.data.person} />
          <section className="ui-stack" aria-labelledby="data-heading">
            <h2 id="data-heading">What is kept about you</h2>
            <p>
              Everything that names you, as one file: account, ways to reach you, sessions, pages, what you
              did.
            </p>
            <p>
              <a href={`/api/v1/people/${me.data.person}/export`} download={`${me.data.person}.ndjson`}>
                Save everything about you (JSON)
              </a>
            </p>
          </section>
        </>
      ) : null}
    </Together>
  );
}
