import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { encode } from 'uqr';
import { RequestError, sendJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { TextField } from '../../ui/TextField.tsx';

interface Secret {
  secret: string;
  uri: string;
}

interface AuthenticatorDialogProps {
  onClose: () => void;
  onDone: (recoveryCodes: string[]) => void;
}

/** Shows the app its secret, and asks for a first code. */
export function AuthenticatorDialog({ onClose, onDone }: AuthenticatorDialogProps) {
  const [code, setCode] = useState('');
  const client = useQueryClient();
  // Asked for once for each opening; another secret on each look would fit no app.
  const secret = useQuery({
    queryKey: ['authenticator'],
    queryFn: async () => sendJson<Secret>('POST', '/api/v1/me/authenticator', {}),
    gcTime: 0,
    staleTime: Infinity,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const confirm = useMutation({
    mutationFn: async () =>
      sendJson<{ recoveryCodes: string[] }>('PUT', '/api/v1/me/authenticator', {
        body: { code: code.trim() },
      }),
    onSuccess: async ({ recoveryCodes }) => {
      await client.invalidateQueries({ queryKey: liveKey(['admin']) });
      onDone(recoveryCodes);
    },
  });
  const isRefused = confirm.error instanceof RequestError && confirm.error.faults.length > 0;
  return (
    <Dialog
      open
      title="Set up an authenticator app"
      onClose={onClose}
      onSubmit={() => confirm.mutate()}
      footer={
        <>
          <Button
            look="primary"
            type="submit"
            busy={confirm.isPending}
            disabledReason={code.trim() === '' ? 'Type the code that the app shows' : undefined}
          >
            Use it
          </Button>
          <Button onClick={onClose}>Not now</Button>
        </>
      }
    >
      <div className="ui-stack">
        {secret.isPending ? <Loading what="a secret for your app" /> : null}
        {secret.isError ? <ErrorNote>{sentenceOf(secret.error)}</ErrorNote> : null}
        {secret.isSuccess ? (
          <>
            <p>Scan this with the app, or type the secret into it.</p>
            <QrPicture text={secret.data.uri} />
            <div className="me-secret">
              <CodeBlock title="Secret" code={secret.data.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')} />
            </div>
            <TextField
              label="Code that the app shows"
              autoComplete="one-time-code"
              inputMode="numeric"
              value={code}
              onChange={setCode}
              error={isRefused ? 'is not right, or was used already' : undefined}
            />
            {confirm.isError && !isRefused ? <ErrorNote>{sentenceOf(confirm.error)}</ErrorNote> : null}
          </>
        ) : null}
      </div>
    </Dialog>
  );
}

/** Dark on white in both themes: cameras expect it. */
function QrPicture({ text }: { text: string }) {
  const { data, size } = encode(text, { border: 2 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg
      className="me-qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label="The same secret as a picture for a camera"
      shapeRendering="crispEdges"
    >
      <path className="me-qr-ground" d={`M0 0h${size}v${size}h-${size}z`} />
      <path className="me-qr-dots" d={path} />
    </svg>
  );
}
