import type { PasskeyQuestion, WaysToConfirm } from '@fieldmarshal/contract/identity/sign-in';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { getJson, RequestError, sendJson } from '../../app/http.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { knowsPasskeys, askForPasskey } from './passkey.ts';

const path = '/api/v1/me/confirmation';

/** Asks once more who is in front of this browser, by whatever they have; what they wanted to do then goes on. */
export function ConfirmSelfDialog({ onDone }: { onDone: (confirmed: boolean) => void }) {
  const [typed, setTyped] = useState({ password: '', code: '' });
  const ways = useQuery({
    queryKey: ['confirmation'],
    queryFn: async ({ signal }) => getJson<WaysToConfirm>(path, signal),
    gcTime: 0,
  });
  const confirm = useMutation({
    mutationFn: async (body: object) => sendJson<object>('POST', path, { body }),
    onSuccess: () => onDone(true),
  });
  const { data } = ways;
  const asksTyped = data?.password === true || data?.code === true;
  const send = () => confirm.mutate(typed);
  return (
    <Dialog
      open
      title="Is it you?"
      size="small"
      onClose={() => onDone(false)}
      {...(asksTyped ? { onSubmit: send } : {})}
      footer={
        <>
          {asksTyped ? (
            <Button look="primary" type="submit" busy={confirm.isPending}>
              Go on
            </Button>
          ) : null}
          <Button onClick={() => onDone(false)}>Not now</Button>
        </>
      }
    >
      <div className="ui-stack">
        <p>
          What you are about to do reaches customers or the whole installation, and you signed in a while ago.
          {data ? ` This counts for ${data.minutes} min.` : ''}
        </p>
        {ways.isPending ? <Loading what="how to ask you" /> : null}
        {ways.isError ? (
          <ErrorNote onRetry={() => void ways.refetch()}>{sentenceOf(ways.error)}</ErrorNote>
        ) : null}
        {data ? (
          <Ways
            ways={data}
            typed={typed}
            onType={setTyped}
            onConfirm={confirm.mutate}
            onDone={onDone}
            fault={confirm.error}
          />
        ) : null}
      </div>
    </Dialog>
  );
}

interface Typed {
  password: string;
  code: string;
}

interface WaysProps {
  ways: WaysToConfirm;
  typed: Typed;
  onType: (typed: Typed) => void;
  onConfirm: (body: object) => void;
  onDone: (confirmed: boolean) => void;
  fault: Error | null;
}

function Ways({ ways, typed, onType, onConfirm, onDone, fault }: WaysProps) {
  const faults = fault instanceof RequestError ? fault.faults : [];
  const faultOf = (name: string) => faults.find(({ path }) => path === name)?.message;
  const { password, code, passkey, providers } = ways;
  const byPasskey = async (question: PasskeyQuestion) => {
    const response = await askForPasskey(question);
    if (response !== null) onConfirm({ passkey: { ticket: question.ticket, response } });
  };
  const nothing = !password && !code && passkey === null && providers.length === 0;
  return (
    <>
      {password ? (
        <TextField
          label="Password"
          type="password"
          autoComplete="current-password"
          value={typed.password}
          error={faultOf('password')}
          onChange={(value) => onType({ ...typed, password: value })}
        />
      ) : null}
      {code ? (
        <TextField
          label="Code"
          hint="Of your authenticator app, or a recovery code."
          autoComplete="one-time-code"
          value={typed.code}
          error={faultOf('code')}
          onChange={(value) => onType({ ...typed, code: value })}
        />
      ) : null}
      {fault !== null && faults.length === 0 ? <ErrorNote>{sentenceOf(fault)}</ErrorNote> : null}
      {passkey !== null && knowsPasskeys() ? (
        <Button onClick={() => void byPasskey(passkey)}>Use a passkey</Button>
      ) : null}
      {providers.map((provider) => (
        <ThroughProvider key={provider.name} provider={provider} onDone={onDone} />
      ))}
      {nothing ? (
        <p>
          You have neither password nor passkey nor a connected account. Sign out and in again with a link
          from an administrator, or choose a password under Your account right after.
        </p>
      ) : null}
    </>
  );
}

/** The provider asks in a window of its own; when the person comes back, this one looks whether it is done. */
function ThroughProvider({
  provider: { name, label },
  onDone,
}: {
  provider: { name: string; label: string };
  onDone: (confirmed: boolean) => void;
}) {
  const [away, setAway] = useState(false);
  useEffect(() => {
    if (!away) return undefined;
    const look = async () => {
      const { fresh } = await getJson<WaysToConfirm>(path);
      if (fresh) onDone(true);
    };
    const onFocus = () => void look();
    globalThis.addEventListener('focus', onFocus);
    return () => globalThis.removeEventListener('focus', onFocus);
  }, [away, onDone]);
  return (
    <form method="post" action={`/sign-in/provider/${name}`} target="_blank" onSubmit={() => setAway(true)}>
      <input type="hidden" name="purpose" value="again" />
      <Button type="submit">Sign in with {label} in another window</Button>
      {away ? <p role="status">Waiting for {label}. Come back here when you are done.</p> : null}
    </form>
  );
}
