import type { Integration } from '@fieldmarshal/contract/identity/integration';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { Time } from '../../ui/Time.tsx';
import { useAdmin } from '../admin-api.ts';
import { MappingDialog } from './MappingDialog.tsx';
import type { StoredMapping } from './mapping-form.ts';

/** How JSON of senders that use names of their own is read; others need no mapping. */
export function MappingsPanel() {
  const [open, setOpen] = useState<StoredMapping | 'new' | null>(null);
  const list = useAdmin<{ items: StoredMapping[] }>('event-mappings');
  const integrations = useAdmin<{ items: Integration[] }>('integrations');
  const nameOf = (id: string): string =>
    integrations.data?.items.find((integration) => integration.id === id)?.name ?? id;
  const columns = columnsOf(nameOf);
  return (
    <section className="ui-stack" aria-label="Event mappings">
      <div className="ui-row">
        <p className="ui-quiet admin-lead">
          JSON with the usual names, such as title, status and severity, is understood as it is. Say here
          where another sender keeps them.
        </p>
        <Button look="primary" onClick={() => setOpen('new')}>
          Add a mapping
        </Button>
      </div>
      {list.isPending ? <Loading what="mappings" /> : null}
      <FailureNote error={list.error} />
      {list.isSuccess ? (
        <Table
          label="Event mappings"
          columns={columns}
          rows={list.data.items}
          rowKey={(row) => row.integration}
          onOpen={setOpen}
          empty={<Empty>No sender has a mapping; all are read by the usual names.</Empty>}
        />
      ) : null}
      {open === null ? null : (
        <MappingDialog stored={open === 'new' ? null : open} sample="" onClose={() => setOpen(null)} />
      )}
    </section>
  );
}

function columnsOf(nameOf: (id: string) => string): readonly Column<StoredMapping>[] {
  return [
    { id: 'of', header: 'Integration', rowHeader: true, cell: (row) => nameOf(row.integration) },
    {
      id: 'title',
      header: 'Title is at',
      width: '14rem',
      cell: (row) => <span className="ui-mono">{row.mapping.title}</span>,
    },
    { id: 'by', header: 'Set by', width: '12rem', wideOnly: true, cell: (row) => row.updatedBy },
    {
      id: 'at',
      header: 'Set',
      width: '8rem',
      wideOnly: true,
      cell: (row) => <Time at={row.updatedAt} focusable={false} />,
    },
  ];
}
