import type { Integration, IntegrationKind, Snippet } from '@fieldmarshal/contract/identity/integration';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { FormDialog } from '../../app/FormDialog.tsx';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Select } from '../../ui/Select.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Time } from '../../ui/Time.tsx';
import { useAdmin, useChange } from '../admin-api.ts';
import { SignalTest } from './SignalTest.tsx';

const kindWords: Readonly<Record<IntegrationKind, string>> = {
  alertmanager: 'Prometheus, as Alertmanager',
  webhook: 'Alertmanager or Grafana webhook',
  pagerduty: 'PagerDuty Events v2',
  opsgenie: 'Opsgenie',
  events: 'CloudEvents or JSON',
  heartbeat: 'Heartbeat',
  generic: 'Anything',
  tracker: 'Tracker, for tickets only',
};
const kindOptions = Object.entries(kindWords).map(([value, label]) => ({ value, label }));

interface Created {
  integration: Integration;
  key: string;
  snippets: Snippet[];
}

/** What sends signals, each with a key of its own that can do nothing else. */
export function IntegrationsPanel() {
  const list = useAdmin<{ items: Integration[] }>('integrations');
  const [adding, setAdding] = useState(false);
  const [shown, setShown] = useState<Created | null>(null);
  const [setup, setSetup] = useState<string | null>(null);
  const rotate = useChange<Created>();
  const revoke = useChange<object>();
  const columns = columnsOf({
    onSetup: setSetup,
    onRotate: (row) =>
      rotate.mutate({ method: 'POST', path: `integrations/${row.id}/rotate` }, { onSuccess: setShown }),
    onRevoke: (row) =>
      revoke.mutate({ method: 'DELETE', path: `integrations/${row.id}`, done: `${row.name} is ended` }),
  });
  return (
    <section className="ui-stack" aria-label="Integrations">
      <div className="ui-row">
        <p className="ui-quiet admin-lead">
          A sender needs an address and a key. The key can only send signals.
        </p>
        <Button look="primary" onClick={() => setAdding(true)}>
          Add an integration
        </Button>
      </div>
      {list.isPending ? <Loading what="integrations" /> : null}
      {list.isError ? (
        <ErrorNote onRetry={() => void list.refetch()}>{sentenceOf(list.error)}</ErrorNote>
      ) : null}
      {list.isSuccess ? (
        <Table
          label="Integrations"
          columns={columns}
          rows={list.data.items}
          rowKey={(row) => row.id}
          empty={
            <Empty>Nothing sends signals yet. Add an integration and paste its set-up into the sender.</Empty>
          }
        />
      ) : null}
      {adding ? (
        <AddDialog
          onClose={() => setAdding(false)}
          onCreated={(created) => {
            setAdding(false);
            setShown(created);
          }}
        />
      ) : null}
      {shown === null ? null : <KeyDialog created={shown} onClose={() => setShown(null)} />}
      {setup === null ? null : <SetupDialog id={setup} onClose={() => setSetup(null)} />}
    </section>
  );
}

interface RowActions {
  onSetup: (id: string) => void;
  onRotate: (row: Integration) => void;
  onRevoke: (row: Integration) => void;
}

function columnsOf(actions: RowActions): readonly Column<Integration>[] {
  return [
    { id: 'name', header: 'Name', rowHeader: true, cell: (row) => row.name },
    { id: 'kind', header: 'Sender', width: '16rem', wideOnly: true, cell: (row) => kindWords[row.kind] },
    { id: 'used', header: 'Last signal', width: '9rem', cell: (row) => lastUse(row) },
    {
      id: 'do',
      header: <span className="ui-hidden">Actions</span>,
      width: '8rem',
      cell: (row) => <RowMenu row={row} {...actions} />,
    },
  ];
}

function RowMenu({ row, onSetup, onRotate, onRevoke }: RowActions & { row: Integration }) {
  if (row.revokedAt !== null) return 'ended';
  return (
    <Menu
      label="Change"
      look="plain"
      aria-label={`Change ${row.name}`}
      items={[
        { id: 'setup', label: 'Show the set-up', onSelect: () => onSetup(row.id) },
        { id: 'rotate', label: 'New key, old one works one more day', onSelect: () => onRotate(row) },
        { id: 'revoke', label: 'End it now', onSelect: () => onRevoke(row) },
      ]}
    />
  );
}

function lastUse(row: Integration) {
  const last = row.keys.map((key) => key.lastUsedAt).reduce((a, b) => ((a ?? '') > (b ?? '') ? a : b), null);
  return last === null ? 'never' : <Time at={last} focusable={false} />;
}

function AddDialog({ onClose, onCreated }: { onClose: () => void; onCreated: (created: Created) => void }) {
  const [name, setName] = useState('');
  const [kind, setKind] = useState('alertmanager');
  const create = useChange<Created>({ inForm: true });
  return (
    <FormDialog
      size="small"
      title="Add an integration"
      verb="Add"
      onClose={onClose}
      onSubmit={() =>
        create.mutate(
          { method: 'POST', path: 'integrations', body: { name, kind } },
          { onSuccess: onCreated },
        )
      }
      busy={create.isPending}
      missing={name.trim() === '' ? 'Give it a name' : undefined}
      error={create.error}
    >
      <TextField
        label="Name"
        required
        autoFocus
        maxLength={200}
        value={name}
        onChange={setName}
        hint="Such as “Prometheus eu-prod”."
      />
      <Select label="What sends" options={kindOptions} value={kind} onChange={setKind} />
    </FormDialog>
  );
}

/** The key, once: with the set-up that holds it, and a test through the same door the sender will use. */
function KeyDialog({ created, onClose }: { created: Created; onClose: () => void }) {
  return (
    <Dialog
      open
      size="wide"
      onClose={onClose}
      title={`Key of ${created.integration.name}`}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <div className="ui-stack">
        <p>This key is shown once. Copy it, or the set-up below, now.</p>
        <CodeBlock title="Key" code={created.key} />
        <SignalTest name={created.integration.name} secret={created.key} />
        <Snippets snippets={created.snippets} />
      </div>
    </Dialog>
  );
}

function SetupDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const setup = useAdmin<{ integration: Integration; snippets: Snippet[] }>(`integrations/${id}`);
  return (
    <Dialog
      open
      size="wide"
      onClose={onClose}
      title={`Set-up of ${setup.data?.integration.name ?? 'the sender'}`}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <div className="ui-stack">
        <FailureNote error={setup.error} />
        {setup.isPending ? <Loading what="the set-up" /> : null}
        {setup.data === undefined ? null : (
          <>
            <Snippets snippets={setup.data.snippets} />
            <h3>Test</h3>
            <SignalTest name={setup.data.integration.name} secret={null} />
          </>
        )}
      </div>
    </Dialog>
  );
}

function Snippets({ snippets }: { snippets: readonly Snippet[] }) {
  return (
    <div className="ui-stack">
      {snippets.map((snippet) => (
        <div key={snippet.title} className="ui-stack">
          <h3>{snippet.title}</h3>
          <p className="ui-quiet">{snippet.where}</p>
          <CodeBlock title={snippet.title} code={snippet.text} />
        </div>
      ))}
    </div>
  );
}
