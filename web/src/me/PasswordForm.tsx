import type { Me } from '@fieldmarshal/contract/identity/account';
import { useState } from 'react';
import { RequestError } from '../app/http.ts';
import { sentenceOf } from '../incidents/incident-api.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { TextField } from '../ui/TextField.tsx';
import { Time } from '../ui/Time.tsx';
import { showToast } from '../ui/toast.ts';
import { useOwnChange } from './me-api.ts';

const empty = { current: '', password: '', again: '' };

/** Changes the password; other browsers of this person are signed out by it. */
export function PasswordForm({ me }: { me: Me }) {
  const [typed, setTyped] = useState(empty);
  const change = useOwnChange<{ current: string; password: string }>('PUT', () => 'me/password');
  const asksCurrent = me.account?.hasPassword === true && me.session?.mayChoosePassword !== true;
  const differs = typed.again !== '' && typed.again !== typed.password;
  const faults = change.error instanceof RequestError ? change.error.faults : [];
  const faultOf = (path: string) => faults.find((fault) => fault.path === path)?.message;
  const changed = () => {
    setTyped(empty);
    showToast({ text: 'Password changed. Your other browsers are signed out.' });
  };
  const field = (name: keyof typeof empty) => ({
    value: typed[name],
    type: 'password' as const,
    onChange: (value: string) => setTyped({ ...typed, [name]: value }),
  });
  return (
    <section aria-label="Password" className="ui-card">
      <form
        className="ui-stack"
        onSubmit={(event) => {
          event.preventDefault();
          const { current, password } = typed;
          change.mutate({ current, password }, { onSuccess: changed });
        }}
      >
        <h2>Password</h2>
        <LastChange at={me.account?.passwordSetAt ?? null} />
        {/* For password managers: whose password this is. */}
        <input type="text" autoComplete="username" value={me.person ?? ''} readOnly hidden />
        {asksCurrent ? (
          <TextField
            label="Password until now"
            autoComplete="current-password"
            error={faultOf('current')}
            {...field('current')}
          />
        ) : null}
        <TextField
          label="New password"
          hint="At least 12 characters; a few words in a row are easy to remember."
          autoComplete="new-password"
          error={faultOf('password')}
          {...field('password')}
        />
        <TextField
          label="New password again"
          autoComplete="new-password"
          error={differs ? 'These two are not the same.' : undefined}
          {...field('again')}
        />
        {change.isError && faults.length === 0 ? <ErrorNote>{sentenceOf(change.error)}</ErrorNote> : null}
        <div className="ui-row">
          <Button
            look="primary"
            type="submit"
            busy={change.isPending}
            disabledReason={
              typed.password === '' || typed.again !== typed.password ? 'Type the new one twice' : undefined
            }
          >
            Change password
          </Button>
        </div>
      </form>
    </section>
  );
}

function LastChange({ at }: { at: string | null }) {
  return (
    <p className="ui-quiet">
      {at === null ? (
        'You have none yet: only a sign-in link lets you in.'
      ) : (
        <>
          Last changed <Time at={at} />. A change signs your other browsers out.
        </>
      )}
    </p>
  );
}
