import type { PasskeyQuestion, SignInWays } from '@fieldmarshal/contract/identity/sign-in';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { FormDialog } from '../../app/FormDialog.tsx';
import { sendJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';
import { Button } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Confirm.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Time } from '../../ui/Time.tsx';
import { showToast } from '../../ui/toast.ts';
import { useOwnChange } from '../me-api.ts';
import { knowsPasskeys, makePasskey } from './passkey.ts';

type Passkey = SignInWays['passkeys'][number];

/** Passkeys of this person: made on this device, named, removed. */
export function Passkeys({ person, ways }: { person: string; ways: SignInWays }) {
  const { passkeys, withoutProvider } = ways;
  const [name, setName] = useState('');
  const [removing, setRemoving] = useState<Passkey | null>(null);
  const [naming, setNaming] = useState<Passkey | null>(null);
  const client = useQueryClient();
  const add = useMutation({
    mutationFn: async () => {
      const question = await sendJson<PasskeyQuestion>('POST', '/api/v1/me/passkeys/options', {});
      const response = await makePasskey(question);
      if (response === null) return;
      const body = { ticket: question.ticket, name: name.trim(), response };
      await sendJson<object>('POST', '/api/v1/me/passkeys', { body });
      setName('');
      showToast({
        text: withoutProvider
          ? 'The passkey is kept. It signs you in from now on.'
          : 'The passkey is kept. It shows from now on that it is you.',
      });
      await client.invalidateQueries({ queryKey: liveKey(['admin']) });
    },
  });
  const remove = useOwnChange<{ id: string }>(
    'DELETE',
    ({ id }) => `accounts/${encodeURIComponent(person)}/passkeys/${encodeURIComponent(id)}`,
  );
  return (
    <section aria-label="Passkeys" className="ui-card ui-stack">
      <h2>Passkeys</h2>
      <p className="ui-quiet">
        {withoutProvider
          ? 'Sign in with this device, a phone or a security key in place of a password.'
          : 'You sign in through your provider. Where something asks once more that it is you, this device, a phone or a security key shows it.'}
      </p>
      <ul className="me-sessions">
        {passkeys.map((passkey) => (
          <PasskeyLine
            key={passkey.id}
            passkey={passkey}
            onRename={() => setNaming(passkey)}
            onRemove={() => setRemoving(passkey)}
          />
        ))}
      </ul>
      <NewPasskey name={name} onName={setName} busy={add.isPending} onMake={() => add.mutate()} />
      <FailureNote error={add.error ?? remove.error} />
      {naming === null ? null : (
        <RenameDialog person={person} passkey={naming} onClose={() => setNaming(null)} />
      )}
      <Confirm
        open={removing !== null}
        title={`Remove ${removing?.name ?? ''}?`}
        verb="Remove"
        onClose={() => setRemoving(null)}
        onConfirm={() => {
          if (removing !== null) remove.mutate({ id: removing.id });
          setRemoving(null);
        }}
      >
        It signs you in no longer. The device may still offer it; it will be refused.
      </Confirm>
    </section>
  );
}

interface PasskeyLineProps {
  passkey: Passkey;
  onRename: () => void;
  onRemove: () => void;
}

function PasskeyLine({ passkey, onRename, onRemove }: PasskeyLineProps) {
  return (
    <li className="ui-row">
      <span className="me-session">
        <b>{passkey.name}</b>{' '}
        <span className="ui-quiet">
          made <Time at={passkey.createdAt} show="ago" focusable={false} />,{' '}
          {passkey.lastUsedAt === null ? (
            'never used'
          ) : (
            <>
              used <Time at={passkey.lastUsedAt} show="ago" focusable={false} />
            </>
          )}
          {passkey.backedUp ? ', on several devices' : ''}
        </span>
      </span>
      <Button aria-label={`Rename ${passkey.name}`} onClick={onRename}>
        Rename
      </Button>
      <Button aria-label={`Remove ${passkey.name}`} onClick={onRemove}>
        Remove
      </Button>
    </li>
  );
}

function RenameDialog({
  person,
  passkey,
  onClose,
}: {
  person: string;
  passkey: Passkey;
  onClose: () => void;
}) {
  const [name, setName] = useState(passkey.name);
  const rename = useOwnChange<{ name: string }>(
    'PUT',
    () => `accounts/${encodeURIComponent(person)}/passkeys/${encodeURIComponent(passkey.id)}`,
  );
  return (
    <FormDialog
      size="small"
      title={`Rename ${passkey.name}`}
      verb="Rename"
      busy={rename.isPending}
      missing={name.trim() === '' ? 'Give it a name' : undefined}
      error={rename.error}
      onClose={onClose}
      onSubmit={() => rename.mutate({ name: name.trim() }, { onSuccess: onClose })}
    >
      <TextField label="Name" maxLength={100} value={name} onChange={setName} autoFocus />
    </FormDialog>
  );
}

interface NewPasskeyProps {
  name: string;
  onName: (name: string) => void;
  busy: boolean;
  onMake: () => void;
}

function NewPasskey({ name, onName, busy, onMake }: NewPasskeyProps) {
  return (
    <form
      className="ui-row"
      onSubmit={(event) => {
        event.preventDefault();
        onMake();
      }}
    >
      <TextField
        label="Name of a new passkey"
        placeholder="Laptop"
        maxLength={100}
        value={name}
        onChange={onName}
      />
      <Button
        type="submit"
        busy={busy}
        disabledReason={
          knowsPasskeys()
            ? name.trim() === ''
              ? 'Name it first'
              : undefined
            : 'This browser knows no passkeys here: they need a current one, and TLS'
        }
      >
        Make a passkey
      </Button>
    </form>
  );
}
