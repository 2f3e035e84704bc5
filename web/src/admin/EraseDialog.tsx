import type { Account } from '@fieldmarshal/contract/identity/account';
import type { Erasure, ErasurePlan } from '@fieldmarshal/contract/privacy/contract';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { sentenceOf } from '../incidents/incident-api.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { TextField } from '../ui/TextField.tsx';
import { useAdmin, useChange } from './admin-api.ts';

/** Erases a person for good: says first what stands against it, and then what will be gone. */
export function EraseDialog({ row, onClose }: { row: Account; onClose: () => void }) {
  const plan = useAdmin<ErasurePlan>(`people/${row.person}/erasure`);
  const [confirm, setConfirm] = useState('');
  const erase = useChange<Erasure>({ inForm: true });
  const hindered = (plan.data?.hindrances.length ?? 1) > 0;
  const missing = confirm === row.person ? undefined : `Write ${row.person} to erase them`;
  const submit = () => {
    if (hindered || missing !== undefined) return;
    const done = `${row.displayName} is erased`;
    erase.mutate(
      { method: 'POST', path: `people/${row.person}/erasure`, body: { confirm }, done },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Erase ${row.displayName}?`}
      onSubmit={submit}
      footer={
        <>
          {plan.isSuccess && !hindered ? (
            <Button look="ending" type="submit" busy={erase.isPending} disabledReason={missing}>
              Erase for good
            </Button>
          ) : null}
          <Button onClick={onClose}>{hindered ? 'Close' : 'Cancel'}</Button>
        </>
      }
    >
      <div className="ui-stack">
        {plan.isPending ? <Loading what="what stands against it" /> : null}
        {plan.isError ? (
          <ErrorNote onRetry={() => void plan.refetch()}>{sentenceOf(plan.error)}</ErrorNote>
        ) : null}
        {plan.isSuccess && hindered ? <Hindrances hindrances={plan.data.hindrances} /> : null}
        {plan.isSuccess && !hindered ? (
          <>
            <FailureNote error={erase.error} />
            <p>
              Their name, address, contact methods, devices, passkeys, sessions and tokens are deleted. In
              incidents, messages and the audit log a pseudonym stands in their place. This cannot be undone;
              backups and receivers of the audit log keep what they have.
            </p>
            <TextField
              label={`Write ${row.person} to confirm`}
              required
              autoFocus
              value={confirm}
              onChange={setConfirm}
            />
          </>
        ) : null}
      </div>
    </Dialog>
  );
}

function Hindrances({ hindrances }: { hindrances: readonly string[] }) {
  return (
    <>
      <p>They cannot be erased yet:</p>
      <ul className="admin-list">
        {hindrances.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </>
  );
}
