import type { Provisioning } from '@fieldmarshal/contract/identity/sign-in';
import type { Token } from '@fieldmarshal/contract/identity/token';
import { useState } from 'react';
import { FormDialog } from '../app/FormDialog.tsx';
import { Button } from '../ui/Button.tsx';
import { CodeBlock } from '../ui/CodeBlock.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Select } from '../ui/Select.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { TextField } from '../ui/TextField.tsx';
import { Time } from '../ui/Time.tsx';
import { useChange } from './admin-api.ts';

type Group = Provisioning['groups'][number];

const columns: readonly Column<Group>[] = [
  { id: 'name', header: 'Group', rowHeader: true, cell: ({ name }) => name },
  { id: 'members', header: 'Members', width: '7rem', cell: ({ members }) => members },
  { id: 'role', header: 'Role', width: '10rem', cell: ({ role }) => role ?? 'none' },
];

/** Users and groups that a provider keeps here by SCIM. */
export function ProvisioningCard({ provisioning }: { provisioning: Provisioning }) {
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const { url, groups, users, inactive, tokens, lastUsedAt } = provisioning;
  return (
    <article className="ui-card ui-stack" aria-label="Provisioning">
      <div className="ui-row">
        <h2 className="admin-lead">Provisioning (SCIM)</h2>
        <Button onClick={() => setMaking(true)}>Make a SCIM token</Button>
      </div>
      <p>{rulesOf(provisioning)}</p>
      <p>
        {users} {users === 1 ? 'user' : 'users'}, {inactive} of them shut out; {tokens}{' '}
        {tokens === 1 ? 'token' : 'tokens'} in force,{' '}
        {lastUsedAt === null ? (
          'never used.'
        ) : (
          <>
            last used <Time at={lastUsedAt} />.
          </>
        )}
      </p>
      <CodeBlock title="Address to tell the provider" code={url} />
      {users === 0 && groups.length === 0 ? (
        <Empty>The provider has sent nobody yet.</Empty>
      ) : (
        <Table
          label="Groups of the provider"
          columns={columns}
          rows={groups}
          rowKey={({ name }) => name}
          empty={<Empty>No group has been sent; roles come with groups.</Empty>}
        />
      )}
      {making ? (
        <MakeDialog
          onClose={() => setMaking(false)}
          onMade={(made) => {
            setMaking(false);
            setSecret(made);
          }}
        />
      ) : null}
      {secret === null ? null : (
        <Dialog
          open
          onClose={() => setSecret(null)}
          title="SCIM token"
          footer={<Button onClick={() => setSecret(null)}>Close</Button>}
        >
          <div className="ui-stack">
            <p>It is shown once: paste it at the provider now. It is revoked under API tokens.</p>
            <CodeBlock title="Token" code={secret} />
          </div>
        </Dialog>
      )}
    </article>
  );
}

function rulesOf({ roles, defaultRole, adopt, provider }: Provisioning): string {
  return [
    roles.length === 0
      ? 'No group gives a role.'
      : `${roles.map(({ group, role }) => `${group} is ${role}`).join(', ')}.`,
    defaultRole === null ? 'Others may sign in and do nothing.' : `Others are ${defaultRole}.`,
    adopt === 'email'
      ? 'A user takes over the account with their address, whose roles stay as they are.'
      : 'A user whose address has an account here is refused.',
    provider === null ? '' : `Their externalId is their subject at ${provider}.`,
  ]
    .join(' ')
    .trim();
}

const lives = [90, 365, 730].map((days) => ({ value: String(days), label: `${days} days` }));

function MakeDialog({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const [name, setName] = useState('SCIM');
  const [days, setDays] = useState('365');
  const create = useChange<{ token: Token; secret: string }>({ inForm: true });
  const missing = name.trim() === '' ? 'Say which provider it is for' : undefined;
  const submit = () => {
    const body = { name, service: true, abilities: ['scim.provision'], expiresInDays: Number(days) };
    create.mutate({ method: 'POST', path: 'tokens', body }, { onSuccess: ({ secret }) => onMade(secret) });
  };
  return (
    <FormDialog
      size="small"
      title="Make a SCIM token"
      verb="Make"
      onClose={onClose}
      onSubmit={submit}
      busy={create.isPending}
      missing={missing}
      error={create.error}
    >
      <p>
        Whoever has it makes and shuts accounts and gives the roles that the file names, and nothing else.
      </p>
      <TextField
        label="For which provider?"
        required
        autoFocus
        maxLength={200}
        value={name}
        onChange={setName}
      />
      <Select label="It ends after" options={lives} value={days} onChange={setDays} />
    </FormDialog>
  );
}
