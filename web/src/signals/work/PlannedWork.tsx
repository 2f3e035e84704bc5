import type { PlannedWork as Work } from '@fieldmarshal/contract/signals/silence';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { readBoot } from '../../app/boot.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Confirm.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { Time } from '../../ui/Time.tsx';
import { usePlannedWork, useSignalAct } from '../signal-api.ts';
import { EditWorkDialog } from './WorkDialog.tsx';

/** Work that comes again, by the files, by the screen and by the checks themselves. */
export function PlannedWork() {
  const list = usePlannedWork();
  const [removing, setRemoving] = useState<Work | null>(null);
  const [editing, setEditing] = useEdited();
  const act = useSignalAct();
  return (
    <section className="ui-stack" aria-label="Maintenance that comes again">
      <h2>Maintenance that comes again</h2>
      {list.isPending ? <Loading what="planned maintenance" /> : null}
      {list.isError ? (
        <ErrorNote onRetry={() => void list.refetch()}>{sentenceOf(list.error)}</ErrorNote>
      ) : null}
      {list.isSuccess ? (
        <Table
          label="Times of maintenance that comes again"
          columns={columnsOf({ onEdit: (row) => setEditing(nameOf(row)), onRemove: setRemoving })}
          rows={list.data.items}
          rowKey={(row) => row.source}
          empty={<Empty>None is planned. Files may plan it too (kind MaintenanceWindow).</Empty>}
        />
      ) : null}
      {removing === null ? null : (
        <Confirm
          open
          title={`Plan “${removing.title}” no longer?`}
          verb="Remove"
          onClose={() => setRemoving(null)}
          onConfirm={() => {
            act.mutate({ method: 'DELETE', path: `catalog/${removing.source}`, done: 'No longer planned' });
            setRemoving(null);
          }}
        >
          What is under way of it ends at once, and what still fires then pages.
        </Confirm>
      )}
      {editing === null ? null : (
        <EditWorkDialog key={editing} name={editing} onClose={() => setEditing(null)} />
      )}
    </section>
  );
}

/** Which one is edited stands in the address, so that it can be led to. */
function useEdited(): [string | null, (name: string | null) => void] {
  const { edit }: { edit?: string | number | undefined } = useSearch({ strict: false });
  const navigate = useNavigate();
  const show = (name: string | null) =>
    void navigate({ to: '/alerts', search: { view: 'silences', edit: name ?? undefined }, replace: true });
  return [edit === undefined ? null : String(edit), show];
}

interface Acts {
  onEdit: (row: Work) => void;
  onRemove: (row: Work) => void;
}

function columnsOf(acts: Acts): readonly Column<Work>[] {
  return [
    {
      id: 'what',
      header: 'What',
      rowHeader: true,
      cell: (row) => (
        <>
          <SourceLink source={row.source} title={row.title} />
          <br />
          <span className="ui-quiet">
            {row.words.join('; ')} ({row.timeZone})
          </span>
        </>
      ),
    },
    { id: 'covers', header: 'Covers', wideOnly: true, cell: (row) => coversText(row) },
    {
      id: 'next',
      header: 'Next',
      width: '8rem',
      cell: (row) => {
        const next = row.next.find(({ ended }) => !ended);
        return next ? <Time at={next.startsAt} show="moment" focusable={false} /> : 'never';
      },
    },
    {
      id: 'do',
      header: <span className="ui-hidden">Actions</span>,
      width: '9rem',
      cell: (row) => <RowActs row={row} {...acts} />,
    },
  ];
}

function RowActs({ row, onEdit, onRemove }: Acts & { row: Work }) {
  const isOfCheck = row.source.startsWith('Check/');
  if (isOfCheck || row.from === 'file' || row.from === 'backstage')
    return <span className="ui-quiet">{isOfCheck ? 'of the check' : 'from a file'}</span>;
  if (readBoot().me?.mayWriteCatalog === false) return null;
  return (
    <>
      <Button look="plain" aria-label={`Edit ${row.title}`} onClick={() => onEdit(row)}>
        Edit
      </Button>
      <Button look="plain" aria-label={`Remove ${row.title}`} onClick={() => onRemove(row)}>
        Remove
      </Button>
    </>
  );
}

function nameOf({ source }: Work): string {
  return source.slice(source.indexOf('/') + 1);
}

function SourceLink({ source, title }: { source: string; title: string }) {
  const [kind = '', name = ''] = source.split('/');
  return (
    <Link to="/catalog/$kind/$name" params={{ kind, name }}>
      {title}
    </Link>
  );
}

function coversText({ products, environments, checks }: Work): string {
  return [
    ...products.map((name) => `product ${name}`),
    ...checks.map((name) => `check ${name}`),
    ...environments.map((name) => `environment ${name}`),
  ].join(', ');
}
