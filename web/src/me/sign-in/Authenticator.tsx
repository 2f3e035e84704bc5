import type { SignInWays } from '@fieldmarshal/contract/identity/sign-in';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { sendJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Confirm } from '../../ui/Confirm.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Time } from '../../ui/Time.tsx';
import { showToast } from '../../ui/toast.ts';
import { useOwnChange } from '../me-api.ts';
import { AuthenticatorDialog } from './AuthenticatorDialog.tsx';

/** The code beside the password: set up, new recovery codes, removed. */
export function Authenticator({ person, ways: { authenticator } }: { person: string; ways: SignInWays }) {
  const [open, setOpen] = useState<'set-up' | 'remove' | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const client = useQueryClient();
  const remove = useOwnChange<object>('DELETE', () => `accounts/${encodeURIComponent(person)}/authenticator`);
  const renew = useMutation({
    mutationFn: async () => sendJson<{ recoveryCodes: string[] }>('POST', '/api/v1/me/recovery-codes', {}),
    onSuccess: async ({ recoveryCodes }) => {
      setCodes(recoveryCodes);
      await client.invalidateQueries({ queryKey: liveKey(['admin']) });
    },
  });
  return (
    <section aria-label="Authenticator app" className="ui-card ui-stack">
      <h2>Authenticator app</h2>
      {authenticator === null ? (
        <p className="ui-quiet">
          None: your password alone lets you in. With an app, a code is asked for beside it.
        </p>
      ) : (
        <>
          <p>
            Set up <Time at={authenticator.since} show="ago" />.
          </p>
          <CodesLeft left={authenticator.recoveryCodesLeft} />
        </>
      )}
      <FailureNote error={renew.error ?? remove.error} />
      <div className="ui-row">
        {authenticator === null ? (
          <Button onClick={() => setOpen('set-up')}>Set up an app</Button>
        ) : (
          <>
            <Button busy={renew.isPending} onClick={() => renew.mutate()}>
              Make new recovery codes
            </Button>
            <Button look="plain" onClick={() => setOpen('remove')}>
              Remove the app
            </Button>
          </>
        )}
      </div>
      {open === 'set-up' ? (
        <AuthenticatorDialog
          onClose={() => setOpen(null)}
          onDone={(made) => {
            setOpen(null);
            setCodes(made);
          }}
        />
      ) : null}
      <Confirm
        open={open === 'remove'}
        title="Remove the authenticator app?"
        verb="Remove"
        onClose={() => setOpen(null)}
        onConfirm={() => {
          setOpen(null);
          remove.mutate({}, { onSuccess: () => showToast({ text: 'No code is asked for any more.' }) });
        }}
      >
        Your password alone lets you in then. The recovery codes end, too.
      </Confirm>
      {codes === null ? null : <RecoveryCodes codes={codes} onClose={() => setCodes(null)} />}
    </section>
  );
}

const fewCodes = 3;

function CodesLeft({ left }: { left: number }) {
  if (left > fewCodes) return <p>{left} of 10 recovery codes are left.</p>;
  const found =
    left === 0
      ? 'No recovery code is left'
      : left === 1
        ? 'One recovery code is left'
        : `${left} recovery codes are left`;
  return (
    <p>
      <b>{found}.</b> Make new ones while you have the app: without it they are what lets you in.
    </p>
  );
}

function RecoveryCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  return (
    <Dialog
      open
      title="Your recovery codes"
      onClose={onClose}
      footer={<Button onClick={onClose}>I have kept them</Button>}
    >
      <div className="ui-stack">
        <p>
          Each works once, in place of a code, should you lose the app. They are shown here and never again;
          keep them apart from your password.
        </p>
        <CodeBlock title="Recovery codes" code={codes.join('\n')} />
      </div>
    </Dialog>
  );
}
