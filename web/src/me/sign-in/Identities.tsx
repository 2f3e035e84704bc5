import type { SignInWays } from '@fieldmarshal/contract/identity/sign-in';
import { useState } from 'react';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Confirm.tsx';
import { Time } from '../../ui/Time.tsx';
import { showToast } from '../../ui/toast.ts';
import { useOwnChange } from '../me-api.ts';

type Identity = SignInWays['identities'][number];

/** The accounts elsewhere through which I sign in; nothing where this installation knows no provider. */
export function Identities({
  person,
  ways: { identities, providers },
}: {
  person: string;
  ways: SignInWays;
}) {
  const [leaving, setLeaving] = useState<Identity | null>(null);
  const end = useOwnChange<{ id: string }>(
    'DELETE',
    ({ id }) => `accounts/${encodeURIComponent(person)}/identities/${encodeURIComponent(id)}`,
  );
  if (identities.length === 0 && providers.length === 0) return null;
  return (
    <section aria-label="Connected accounts" className="ui-card ui-stack">
      <h2>Connected accounts</h2>
      <ul className="me-sessions">
        {identities.map((identity) => (
          <li key={identity.id} className="ui-row">
            <span className="me-session">
              <b>{identity.label}</b>{' '}
              <span className="ui-quiet">
                as {identity.subject}, last used{' '}
                <Time at={identity.lastSignInAt} show="ago" focusable={false} />
              </span>
            </span>
            <Button onClick={() => setLeaving(identity)}>Disconnect {identity.label}</Button>
          </li>
        ))}
      </ul>
      {providers.map(({ name, label }) => (
        // Leads to another host and back, which the page's policy allows to no request of a script.
        <form key={name} method="post" action={`/sign-in/provider/${name}`}>
          <input type="hidden" name="purpose" value="connect" />
          <input type="hidden" name="to" value="/me" />
          <Button type="submit">Connect {label}</Button>
        </form>
      ))}
      {leaving === null ? null : (
        <Confirm
          open
          title={`Disconnect ${leaving.label}?`}
          verb="Disconnect"
          onClose={() => setLeaving(null)}
          onConfirm={() => {
            end.mutate(
              { id: leaving.id },
              {
                onSuccess: () => showToast({ text: `${leaving.label} signs you in no longer.` }),
                onError: (error) => showToast({ text: sentenceOf(error) }),
              },
            );
            setLeaving(null);
          }}
        >
          Browsers that were signed in through it are signed out, this one too if it was. Be sure that you
          have another way in.
        </Confirm>
      )}
    </section>
  );
}
