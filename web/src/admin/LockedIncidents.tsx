import type { LockedIncidents as Locked } from '@fieldmarshal/contract/privacy/contract';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { FormDialog } from '../app/FormDialog.tsx';
import { sentenceOf } from '../incidents/incident-api.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { Time } from '../ui/Time.tsx';
import { useAdmin, useChange } from './admin-api.ts';

type Row = Locked['items'][number];

/** Private incidents that nobody is left to see; nothing is shown where there are none, as is usual. */
export function LockedIncidents() {
  const list = useAdmin<Locked>('locked-incidents');
  const [opening, setOpening] = useState<string | null>(null);
  if (list.isError)
    return <ErrorNote onRetry={() => void list.refetch()}>{sentenceOf(list.error)}</ErrorNote>;
  if (!list.isSuccess || list.data.items.length === 0) return null;
  return (
    <section className="ui-stack" aria-labelledby="locked-incidents">
      <h2 id="locked-incidents">Private incidents nobody can see</h2>
      <p className="ui-quiet admin-lead">
        Whoever could see them may not sign in any more. Let somebody in again above, or open one yourself:
        the reason stands in its log and in the audit log, and all administrators are told.
      </p>
      <Table
        label="Private incidents nobody can see"
        rows={list.data.items}
        rowKey={(row) => row.id}
        empty={null}
        columns={columnsOf(setOpening)}
      />
      {opening === null ? null : <OpenDialog id={opening} onClose={() => setOpening(null)} />}
    </section>
  );
}

function columnsOf(onOpen: (id: string) => void): readonly Column<Row>[] {
  return [
    { id: 'id', header: 'Incident', rowHeader: true, cell: (row) => row.id },
    { id: 'at', header: 'Declared', cell: (row) => <Time at={row.declaredAt} /> },
    { id: 'state', header: 'State', wideOnly: true, cell: (row) => (row.isOpen ? 'open' : 'over') },
    {
      id: 'do',
      header: <span className="ui-hidden">Actions</span>,
      width: '8rem',
      cell: (row) => (
        <Button aria-label={`Open ${row.id}`} onClick={() => onOpen(row.id)}>
          Open…
        </Button>
      ),
    },
  ];
}

const reasonLengthMin = 10;

function OpenDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const open = useChange<{ id: string }>({ inForm: true });
  const navigate = useNavigate();
  const missing = reason.trim().length < reasonLengthMin ? 'Say why, in a sentence' : undefined;
  const submit = () => {
    open.mutate(
      { method: 'POST', path: `locked-incidents/${id}/opening`, body: { reason } },
      { onSuccess: () => void navigate({ to: '/incidents/$id', params: { id } }) },
    );
  };
  return (
    <FormDialog
      title={`Open ${id}?`}
      verb="Open it"
      onClose={onClose}
      onSubmit={submit}
      busy={open.isPending}
      missing={missing}
      error={open.error}
    >
      <p>You will see it, and can let others in. All administrators are told that you did, and why.</p>
      <TextArea label="Reason" required autoFocus maxLength={500} value={reason} onChange={setReason} />
    </FormDialog>
  );
}
