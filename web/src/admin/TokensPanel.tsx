import type { Token } from '@fieldmarshal/contract/identity/token';
import { useState } from 'react';
import { FormDialog } from '../app/FormDialog.tsx';
import { sentenceOf } from '../incidents/incident-api.ts';
import { Button } from '../ui/Button.tsx';
import { CodeBlock } from '../ui/CodeBlock.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Empty } from '../ui/Empty.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Select } from '../ui/Select.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { TextField } from '../ui/TextField.tsx';
import { Time } from '../ui/Time.tsx';
import { useAdmin, useChange } from './admin-api.ts';

interface Created {
  token: Token;
  secret: string;
}

const lifeOptions = [7, 30, 90, 365].map((days) => ({ value: String(days), label: `${days} days` }));

/** Keys of the product API: bounded by roles, with an end, and a last use. */
export function TokensPanel() {
  const list = useAdmin<{ items: Token[] }>('tokens?all=true');
  const [adding, setAdding] = useState(false);
  const [created, setCreated] = useState<Created | null>(null);
  const revoke = useChange<object>();
  const columns = columnsOf((row) =>
    revoke.mutate({ method: 'DELETE', path: `tokens/${row.id}`, done: `${row.name} is revoked` }),
  );
  return (
    <section className="ui-stack" aria-label="API tokens">
      <div className="ui-row">
        <p className="ui-quiet admin-lead">
          For programs: send it as “Authorization: Bearer …”. The API is described at /api/openapi.json.
        </p>
        <Button look="primary" onClick={() => setAdding(true)}>
          Make a token
        </Button>
      </div>
      {list.isPending ? <Loading what="tokens" /> : null}
      {list.isError ? (
        <ErrorNote onRetry={() => void list.refetch()}>{sentenceOf(list.error)}</ErrorNote>
      ) : null}
      {list.isSuccess ? (
        <Table
          label="API tokens"
          columns={columns}
          rows={list.data.items}
          rowKey={(row) => row.id}
          empty={<Empty>No token has been made.</Empty>}
        />
      ) : null}
      {adding ? (
        <AddDialog
          onClose={() => setAdding(false)}
          onCreated={(made) => {
            setAdding(false);
            setCreated(made);
          }}
        />
      ) : null}
      {created === null ? null : <SecretDialog created={created} onClose={() => setCreated(null)} />}
    </section>
  );
}

function columnsOf(onRevoke: (row: Token) => void): readonly Column<Token>[] {
  return [
    { id: 'name', header: 'Name', rowHeader: true, cell: (row) => row.name },
    {
      id: 'hint',
      header: 'Starts with',
      width: '9rem',
      wideOnly: true,
      cell: (row) => <span className="ui-mono">{row.hint}</span>,
    },
    {
      id: 'who',
      header: 'Acts for',
      width: '10rem',
      wideOnly: true,
      cell: (row) => row.person ?? 'a service',
    },
    { id: 'may', header: 'May', width: '14rem', wideOnly: true, cell: bounds },
    {
      id: 'used',
      header: 'Last use',
      width: '7rem',
      cell: (row) => (row.lastUsedAt === null ? 'never' : <Time at={row.lastUsedAt} focusable={false} />),
    },
    {
      id: 'ends',
      header: 'Ends',
      width: '7rem',
      wideOnly: true,
      cell: (row) =>
        row.expiresAt === null ? 'never' : <Time at={row.expiresAt} show="countdown" focusable={false} />,
    },
    {
      id: 'do',
      header: <span className="ui-hidden">Actions</span>,
      width: '7rem',
      cell: (row) =>
        row.revokedAt === null ? (
          <Button look="plain" aria-label={`Revoke ${row.name}`} onClick={() => onRevoke(row)}>
            Revoke
          </Button>
        ) : (
          'revoked'
        ),
    },
  ];
}

const shownMax = 3;

/** What a token is narrowed to says more than the roles that it is narrowed from. */
function bounds({ roles, abilities }: Token) {
  if (abilities === null) return `all of ${roles.join(', ')}`;
  const rest = abilities.length - shownMax;
  return (
    <span title={abilities.join(', ')}>
      only <span className="ui-mono">{abilities.slice(0, shownMax).join(', ')}</span>
      {rest > 0 ? ` and ${rest} more` : ''}, <span className="ui-quiet">as {roles.join(', ')}</span>
    </span>
  );
}

function SecretDialog({ created, onClose }: { created: Created; onClose: () => void }) {
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Token ${created.token.name}`}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <div className="ui-stack">
        <p>It is shown once. Copy it now.</p>
        <CodeBlock title="Token" code={created.secret} />
      </div>
    </Dialog>
  );
}

function AddDialog({ onClose, onCreated }: { onClose: () => void; onCreated: (created: Created) => void }) {
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  const [service, setService] = useState(false);
  const create = useChange<Created>({ inForm: true });
  const missing = name.trim() === '' ? 'Say what it is for' : undefined;
  const submit = () =>
    create.mutate(
      { method: 'POST', path: 'tokens', body: { name, service, expiresInDays: Number(days) } },
      { onSuccess: onCreated },
    );
  return (
    <FormDialog
      size="small"
      title="Make an API token"
      verb="Make"
      onClose={onClose}
      onSubmit={submit}
      busy={create.isPending}
      missing={missing}
      error={create.error}
    >
      <TextField label="What is it for?" required autoFocus maxLength={200} value={name} onChange={setName} />
      <Select label="It ends after" options={lifeOptions} value={days} onChange={setDays} />
      <Checkbox label="It belongs to a service, not to me" checked={service} onChange={setService} />
    </FormDialog>
  );
}
