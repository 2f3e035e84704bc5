import type { MissingSecret, SecretView } from '@fieldmarshal/contract/checks/deploy';
import { useState } from 'react';
import { useAdmin, useChange } from '../../admin/admin-api.ts';
import { FailureNote } from '../../app/FailureNote.tsx';
import { useNames } from '../../catalog/object-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Confirm.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { Time } from '../../ui/Time.tsx';
import { SecretDialog, type Given } from './SecretDialog.tsx';

interface Secrets {
  items: SecretView[];
  missing: MissingSecret[];
}

type Doing = { what: 'set'; given: Given } | { what: 'remove'; secret: SecretView };

/** What checks may know: names, where they count, and who set them; never the values. */
export function CheckSecretsPanel() {
  const list = useAdmin<Secrets>('check-secrets');
  const [doing, setDoing] = useState<Doing | null>(null);
  const close = () => setDoing(null);
  const columns = useColumns(setDoing);
  return (
    <section className="ui-stack" aria-label="Secrets of checks">
      <div className="ui-row">
        <p className="ui-quiet admin-lead">
          A check that names one gets it where it runs, and it is masked in whatever comes back. It is never
          shown again, here or elsewhere.
        </p>
        <Button
          look="primary"
          onClick={() => setDoing({ what: 'set', given: { name: '', environment: '' } })}
        >
          Set a secret
        </Button>
      </div>
      {list.isPending ? <Loading what="secrets" /> : null}
      <FailureNote error={list.error} />
      {list.data === undefined ? null : (
        <>
          <Missing missing={list.data.missing} onSet={(given) => setDoing({ what: 'set', given })} />
          <Table
            label="Secrets of checks"
            columns={columns}
            rows={list.data.items}
            rowKey={({ name, environment }) => `${name} ${environment ?? ''}`}
            rowHeight="comfortable"
            empty={<Empty>No secret has been set.</Empty>}
          />
        </>
      )}
      {doing?.what === 'set' ? <SecretDialog given={doing.given} onClose={close} /> : null}
      {doing?.what === 'remove' ? <Remove secret={doing.secret} onClose={close} /> : null}
    </section>
  );
}

function useColumns(onDo: (doing: Doing) => void): Column<SecretView>[] {
  const environmentOf = useNames('Environment');
  return [
    {
      id: 'name',
      header: 'Name',
      rowHeader: true,
      cell: ({ name }) => <span className="ui-mono">{name}</span>,
    },
    {
      id: 'where',
      header: 'Where',
      width: '14rem',
      cell: ({ environment }) => (environment === null ? 'everywhere else' : environmentOf(environment)),
    },
    {
      id: 'used',
      header: 'Checks that name it',
      width: '10rem',
      align: 'end',
      wideOnly: true,
      cell: ({ usedBy }) => usedBy,
    },
    {
      id: 'set',
      header: 'Set',
      width: '14rem',
      wideOnly: true,
      cell: ({ updatedAt, updatedBy }) => (
        <>
          <Time at={updatedAt} focusable={false} /> <span className="ui-quiet">{updatedBy}</span>
        </>
      ),
    },
    {
      id: 'do',
      header: <span className="ui-hidden">Actions</span>,
      width: '5rem',
      cell: (secret) => (
        <Menu
          look="plain"
          label="Change"
          aria-label={`Change ${secret.name}`}
          items={[
            {
              id: 'set',
              label: 'Set it anew',
              onSelect: () =>
                onDo({
                  what: 'set',
                  given: { name: secret.name, environment: secret.environment ?? '' },
                }),
            },
            { id: 'remove', label: 'Forget it', onSelect: () => onDo({ what: 'remove', secret }) },
          ]}
        />
      ),
    },
  ];
}

function Missing({ missing, onSet }: { missing: MissingSecret[]; onSet: (given: Given) => void }) {
  const environmentOf = useNames('Environment');
  if (missing.length === 0) return null;
  return (
    <div className="ui-card ui-stack" role="status">
      <p>
        <b>Named by checks and not set:</b> these checks fail by their own fault and watch nothing.
      </p>
      <ul className="checks-list">
        {missing.map(({ name, environment }) => (
          <li key={`${name} ${environment}`}>
            <span className="ui-mono">{name}</span> in {environmentOf(environment)}{' '}
            <Button
              look="plain"
              aria-label={`Set ${name} in ${environment}`}
              onClick={() => onSet({ name, environment })}
            >
              Set it
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Remove({
  secret: { name, environment, usedBy },
  onClose,
}: {
  secret: SecretView;
  onClose: () => void;
}) {
  const remove = useChange<object>();
  const forget = {
    method: 'DELETE' as const,
    path: `check-secrets/${name}`,
    body: environment === null ? {} : { environment },
    done: `${name} is forgotten`,
  };
  return (
    <Confirm
      title={`Forget ${name}?`}
      open
      verb="Forget"
      busy={remove.isPending}
      onConfirm={() => remove.mutate(forget, { onSuccess: onClose })}
      onClose={onClose}
    >
      {usedBy === 0
        ? 'No check names it.'
        : `${usedBy === 1 ? 'One check names it' : `${usedBy} checks name it`}: without it they fail by their own fault.`}{' '}
      Its value cannot be brought back.
    </Confirm>
  );
}
