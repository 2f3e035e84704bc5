import type { Account } from '@fieldmarshal/contract/identity/account';
import type { Role } from '@fieldmarshal/contract/identity/role';
import { useState } from 'react';
import { FormDialog } from '../app/FormDialog.tsx';
import { sentenceOf } from '../incidents/incident-api.ts';
import { Button } from '../ui/Button.tsx';
import { CodeBlock } from '../ui/CodeBlock.tsx';
import { Confirm } from '../ui/Confirm.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Empty } from '../ui/Empty.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Menu } from '../ui/Menu.tsx';
import { Select } from '../ui/Select.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { TextField } from '../ui/TextField.tsx';
import { Time } from '../ui/Time.tsx';
import { useAccounts, useChange, type Change } from './admin-api.ts';
import { EraseDialog } from './EraseDialog.tsx';
import { LockedIncidents } from './LockedIncidents.tsx';

const roleOptions: readonly { value: Role; label: string }[] = [
  { value: 'viewer', label: 'Viewer: reads everything' },
  { value: 'responder', label: 'Responder: works on incidents' },
  { value: 'field-marshal', label: 'Field Marshal: leads and resolves' },
  { value: 'lead', label: 'Lead: standards, catalog, audit' },
  { value: 'admin', label: 'Admin: everything' },
];

interface Invitation {
  link: string;
  expiresAt: string;
}

/** Who may sign in, and as what. */
export function PeoplePanel() {
  const [part, setPart] = useState('');
  const list = useAccounts(part);
  const [adding, setAdding] = useState(false);
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [withoutApp, setWithoutApp] = useState<Account | null>(null);
  const [erasing, setErasing] = useState<Account | null>(null);
  const invite = useChange<Invitation>();
  const change = useChange<Account>();
  const columns = columnsOf({
    onInvite: (row) =>
      invite.mutate(
        { method: 'POST', path: `people/${row.person}/invitation` },
        { onSuccess: setInvitation },
      ),
    onChange: change.mutate,
    onRemoveApp: setWithoutApp,
    onErase: setErasing,
  });
  return (
    <section className="ui-stack" aria-label="People">
      <div className="ui-row">
        <p className="ui-quiet admin-lead">
          People from catalog files get their roles there; others are let in here.
        </p>
        <Button look="primary" onClick={() => setAdding(true)}>
          Let somebody in
        </Button>
      </div>
      <div className="admin-mapping" role="search" aria-label="Find people">
        <TextField
          label="Find"
          type="search"
          data-filter=""
          placeholder="Name, e-mail or id"
          maxLength={200}
          value={part}
          onChange={setPart}
        />
      </div>
      {list.isPending ? <Loading what="people" /> : null}
      {list.isError ? (
        <ErrorNote onRetry={() => void list.refetch()}>{sentenceOf(list.error)}</ErrorNote>
      ) : null}
      {list.isSuccess ? (
        <Table
          label="People"
          columns={columns}
          rows={list.data.pages.flatMap(({ items }) => items)}
          rowKey={(row) => row.person}
          empty={<Empty>{nobodyText(part.trim())}</Empty>}
        />
      ) : null}
      {list.hasNextPage ? (
        <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
      <LockedIncidents />
      {withoutApp === null ? null : <RemoveAppDialog row={withoutApp} onClose={() => setWithoutApp(null)} />}
      {erasing === null ? null : <EraseDialog row={erasing} onClose={() => setErasing(null)} />}
      {adding ? <AddDialog onClose={() => setAdding(false)} /> : null}
      {invitation === null ? null : (
        <LinkDialog invitation={invitation} onClose={() => setInvitation(null)} />
      )}
    </section>
  );
}

function nobodyText(part: string): string {
  return part === '' ? 'Nobody may sign in.' : `Nobody has “${part}” in their name, e-mail or id.`;
}

interface RowActions {
  onInvite: (row: Account) => void;
  onChange: (change: Change) => void;
  onRemoveApp: (row: Account) => void;
  onErase: (row: Account) => void;
}

function columnsOf(actions: RowActions): readonly Column<Account>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      rowHeader: true,
      // Two people may be called the same.
      cell: ({ displayName, person }) => (
        <>
          {displayName} <span className="ui-quiet ui-mono">{person}</span>
        </>
      ),
    },
    { id: 'email', header: 'E-mail', wideOnly: true, cell: (row) => row.email ?? '–' },
    { id: 'roles', header: 'Roles', width: '14rem', wideOnly: true, cell: (row) => row.roles.join(', ') },
    { id: 'seen', header: 'Signed in', width: '8rem', cell: (row) => stateOf(row) },
    {
      id: 'do',
      header: <span className="ui-hidden">Actions</span>,
      width: '8rem',
      cell: (row) => <RowMenu row={row} {...actions} />,
    },
  ];
}

function RowMenu({ row, onInvite, onChange, onRemoveApp, onErase }: RowActions & { row: Account }) {
  const shut = {
    method: 'POST',
    path: `accounts/${row.person}/disable`,
    done: `${row.displayName} is shut out`,
  } as const;
  const open = {
    method: 'POST',
    path: `accounts/${row.person}/enable`,
    done: `${row.displayName} may sign in again`,
  } as const;
  return (
    <Menu
      label="Change"
      look="plain"
      aria-label={`Change ${row.displayName}`}
      items={[
        { id: 'invite', label: 'Make a sign-in link', onSelect: () => onInvite(row) },
        ...(row.hasAuthenticator
          ? [{ id: 'app', label: 'Remove the authenticator app', onSelect: () => onRemoveApp(row) }]
          : []),
        // Roles from a catalog file are changed there.
        ...(row.managedBy === null ? roleOptions : []).map(({ value }) => ({
          id: value,
          label: row.roles.includes(value) ? `No longer ${value}` : `Also ${value}`,
          onSelect: () => onChange(roleChange(row, value)),
        })),
        row.disabledAt === null
          ? { id: 'off', label: 'Shut out now', onSelect: () => onChange(shut) }
          : { id: 'on', label: 'Let in again', onSelect: () => onChange(open) },
        { id: 'data', label: 'Save everything about them', onSelect: () => saveData(row) },
        { id: 'erase', label: 'Erase for good…', onSelect: () => onErase(row) },
      ]}
    />
  );
}

/** For somebody who lost the device with their app. */
function RemoveAppDialog({ row, onClose }: { row: Account; onClose: () => void }) {
  const remove = useChange();
  return (
    <Confirm
      open
      onClose={onClose}
      verb="Remove"
      busy={remove.isPending}
      title={`Remove the authenticator app of ${row.displayName}?`}
      onConfirm={() =>
        remove.mutate(
          {
            method: 'DELETE',
            path: `accounts/${row.person}/authenticator`,
            done: `${row.displayName} signs in without a code`,
          },
          { onSettled: onClose },
        )
      }
    >
      <p>
        Their password or link is enough from now on, and their recovery codes are gone. Make sure by voice
        that it is them who ask. They can add an app again under Your account.
      </p>
    </Confirm>
  );
}

function roleChange(row: Account, role: Role): Change {
  const roles = row.roles.includes(role) ? row.roles.filter((held) => held !== role) : [...row.roles, role];
  return { method: 'PUT', path: `accounts/${row.person}/roles`, body: { roles }, done: 'Roles changed' };
}

function LinkDialog({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  return (
    <Dialog
      open
      onClose={onClose}
      title="One-time sign-in link"
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <div className="ui-stack">
        <p>
          It is shown once, works once, and ends <Time at={invitation.expiresAt} show="full" />.
        </p>
        <CodeBlock title="Link" code={invitation.link} />
      </div>
    </Dialog>
  );
}

/** The browser saves the answer as a file. */
function saveData({ person }: Account): void {
  const link = document.createElement('a');
  link.href = `/api/v1/people/${person}/export`;
  link.download = `${person}.ndjson`;
  link.click();
}

function stateOf(row: Account) {
  if (row.disabledAt !== null) return 'shut out';
  return row.lastSignInAt === null ? 'never' : <Time at={row.lastSignInAt} focusable={false} />;
}

function AddDialog({ onClose }: { onClose: () => void }) {
  const [form, setForm] = useState({ person: '', displayName: '', email: '', role: 'responder' });
  const create = useChange<Account>({ inForm: true });
  const missing = form.person === '' || form.displayName.trim() === '' ? 'Give an id and a name' : undefined;
  const submit = () => {
    create.mutate(
      {
        method: 'POST',
        path: 'accounts',
        body: {
          person: form.person,
          displayName: form.displayName,
          email: form.email === '' ? null : form.email,
          roles: [form.role],
        },
        done: `${form.displayName} may come in; make a sign-in link`,
      },
      { onSuccess: onClose },
    );
  };
  return (
    <FormDialog
      size="small"
      title="Let somebody in"
      verb="Let in"
      onClose={onClose}
      onSubmit={submit}
      busy={create.isPending}
      missing={missing}
      error={create.error}
    >
      <TextField
        label="Id"
        required
        autoFocus
        value={form.person}
        onChange={(person) => setForm({ ...form, person })}
        hint="Lower-case letters, digits and “-”."
      />
      <TextField
        label="Name"
        required
        value={form.displayName}
        onChange={(displayName) => setForm({ ...form, displayName })}
      />
      <TextField
        label="E-mail"
        type="email"
        value={form.email}
        onChange={(email) => setForm({ ...form, email })}
      />
      <Select
        label="Role"
        options={roleOptions}
        value={form.role}
        onChange={(role) => setForm({ ...form, role })}
      />
    </FormDialog>
  );
}
