import type { Account } from '@fieldmarshal/contract/identity/account';
import type { Erasure, ErasurePlan } from '@fieldmarshal/contract/privacy/contract';
import { counted } from '@fieldmarshal/contract/text/counted';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { getJson } from '../app/http.ts';
import { sentenceOf } from '../incidents/incident-api.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { TextField } from '../ui/TextField.tsx';
import { useAdmin, useChange } from './admin-api.ts';

/** Erases a person for good: says first what stands against it and what will be gone, and then how far it is. */
export function EraseDialog({ row, onClose }: { row: Account; onClose: () => void }) {
  const plan = useAdmin<ErasurePlan>(`people/${row.person}/erasure`);
  const [confirm, setConfirm] = useState('');
  const erase = useChange<Erasure>({ inForm: true });
  const begun = erase.data ?? plan.data?.erasure ?? null;
  const hindered = (plan.data?.hindrances.length ?? 1) > 0;
  const isOpen = plan.isSuccess && begun === null;
  const missing = confirm === row.person ? undefined : `Write ${row.person} to erase them`;
  const submit = () => {
    if (!isOpen || hindered || missing !== undefined) return;
    erase.mutate({ method: 'POST', path: `people/${row.person}/erasure`, body: { confirm } });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Erase ${row.displayName}?`}
      onSubmit={submit}
      footer={
        <>
          {isOpen && !hindered ? (
            <Button look="ending" type="submit" busy={erase.isPending} disabledReason={missing}>
              Erase for good
            </Button>
          ) : null}
          <Button onClick={onClose}>{hindered || begun !== null ? 'Close' : 'Cancel'}</Button>
        </>
      }
    >
      <div className="ui-stack">
        {plan.isPending ? <Loading what="what stands against it" /> : null}
        {plan.isError && begun === null ? (
          <ErrorNote onRetry={() => void plan.refetch()}>{sentenceOf(plan.error)}</ErrorNote>
        ) : null}
        {begun === null ? null : <Progress begun={begun} />}
        {isOpen && hindered ? <Hindrances hindrances={plan.data.hindrances} /> : null}
        {isOpen && !hindered ? (
          <>
            <FailureNote error={erase.error} />
            <p>
              Their name, address, contact methods, devices, passkeys, sessions and tokens are deleted. In
              incidents, messages and the audit log a pseudonym stands in their place. This cannot be undone;
              backups and receivers of the audit log keep what they have.
            </p>
            <Files attachments={plan.data.attachments} />
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

/** Says of files what becomes of them; nothing where there are none. */
function Files({ attachments }: Pick<ErasurePlan, 'attachments'>) {
  if (attachments === null || attachments.uploaded + attachments.named === 0) return null;
  const { uploaded, closed, named, isAll } = attachments;
  return (
    <p>
      {isAll ? '' : 'At least '}
      {counted(named, 'file')} of incidents name them in their name or text; the pseudonym will stand there,
      which changes the size and checksum of the file. They attached {counted(uploaded, 'file')}, which stay.
      {closed === 0
        ? ''
        : ` ${closed} of these are pictures, documents or archives: look into them yourself, nothing in them is changed.`}
    </p>
  );
}

const lookEveryMs = 1_000;

/** By the pseudonym: of the name nothing is left in the end. */
function Progress({ begun }: { begun: Erasure }) {
  const plan = useQuery({
    queryKey: ['erasure', begun.pseudonym],
    queryFn: async ({ signal }) => getJson<ErasurePlan>(`/api/v1/people/${begun.pseudonym}/erasure`, signal),
    refetchInterval: ({ state }) => (state.data?.erasure?.doneAt == null ? lookEveryMs : false),
  });
  const { doneAt, failure, tables, tablesDone, rows, auditRows, pseudonym } = plan.data?.erasure ?? begun;
  if (doneAt !== null)
    return (
      <p role="status">
        Erased. {pseudonym} stands in their place, in {rows} rows and {auditRows} of the audit log.
      </p>
    );
  return (
    <>
      <p role="status">
        They are shut out. What names them is being replaced
        {tables === 0 ? '' : `: ${tablesDone} of ${tables} tables`}. You may close this; it goes on by itself.
      </p>
      {failure === '' ? null : <ErrorNote>It failed and is being tried again: {failure}</ErrorNote>}
    </>
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
