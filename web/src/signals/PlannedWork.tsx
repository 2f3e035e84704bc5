import type { PlannedWork as Work } from '@fieldmarshal/contract/signals/silence';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { sentenceOf } from '../incidents/incident-api.ts';
import { Button } from '../ui/Button.tsx';
import { Confirm } from '../ui/Confirm.tsx';
import { Empty } from '../ui/Empty.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';
import { usePlannedWork, useSignalAct } from './signal-api.ts';

/** Work that comes again, by the files, by the screen and by the checks themselves. */
export function PlannedWork() {
  const list = usePlannedWork();
  const [removing, setRemoving] = useState<Work | null>(null);
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
          columns={columnsOf(setRemoving)}
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
    </section>
  );
}

function columnsOf(onRemove: (row: Work) => void): readonly Column<Work>[] {
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
      width: '5rem',
      cell: (row) =>
        row.from === 'file' || row.from === 'backstage' || !row.source.startsWith('MaintenanceWindow/') ? (
          <span className="ui-quiet">{row.source.startsWith('Check/') ? 'check' : 'file'}</span>
        ) : (
          <Button look="plain" aria-label={`Remove ${row.title}`} onClick={() => onRemove(row)}>
            Remove
          </Button>
        ),
    },
  ];
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
