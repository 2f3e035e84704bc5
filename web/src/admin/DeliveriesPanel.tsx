import type { Delivery } from '@fieldmarshal/contract/delivery/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';
import { useObjectOptions } from '../catalog/object-api.ts';
import { sentenceOf } from '../incidents/incident-api.ts';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Select } from '../ui/Select.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';
import { useAdmin, useChange } from './admin-api.ts';

const columns: readonly Column<Delivery>[] = [
  {
    id: 'at',
    header: 'When',
    width: '7rem',
    cell: (row) => <Time at={row.createdAt} focusable={false} />,
  },
  { id: 'to', header: 'To', rowHeader: true, cell: (row) => `${row.channel} ${row.destination}` },
  { id: 'state', header: 'State', width: '7rem', cell: (row) => row.state },
  {
    id: 'tries',
    header: 'Tries',
    width: '4rem',
    align: 'end',
    wideOnly: true,
    cell: (row) => row.attempts.length,
  },
  { id: 'detail', header: 'What happened', wideOnly: true, cell: (row) => row.detail },
];

interface Ways {
  email: 'configured' | 'not configured';
  openCircuits: { receiver: string; detail: string }[];
}

/** What was sent, is being sent and could not be sent; and a test of the ways out. */
export function DeliveriesPanel() {
  const list = useQuery({
    queryKey: liveKey(['deliveries', 'pages'], 'deliveries'),
    queryFn: async ({ signal }) => getJson<{ items: Delivery[] }>('/api/v1/deliveries?limit=100', signal),
  });
  const ways = useAdmin<Ways>('deliveries/health');
  return (
    <section className="ui-stack" aria-label="Deliveries">
      {ways.data === undefined ? null : (
        <p className="ui-quiet">
          E-mail is {ways.data.email}.{' '}
          {ways.data.openCircuits.length === 0
            ? 'No receiver is held back.'
            : ways.data.openCircuits.map(({ receiver, detail }) => `${receiver}: ${detail}`).join('. ')}
        </p>
      )}
      <TestForm />
      {list.isPending ? <Loading what="deliveries" /> : null}
      {list.isError ? (
        <ErrorNote onRetry={() => void list.refetch()}>{sentenceOf(list.error)}</ErrorNote>
      ) : null}
      {list.isSuccess ? (
        <Table
          label="Deliveries, newest first"
          columns={columns}
          rows={list.data.items}
          rowKey={(row) => row.id}
          empty={<Empty>Nothing has been sent yet.</Empty>}
        />
      ) : null}
    </section>
  );
}

function TestForm() {
  const people = useObjectOptions('Person');
  const [person, setPerson] = useState('');
  const send = useChange<object>();
  return (
    <div className="ui-row">
      <Select
        label="Send a test to"
        placeholder="Choose a person"
        options={people}
        value={person}
        onChange={setPerson}
      />
      <Button
        busy={send.isPending}
        disabledReason={person === '' ? 'Choose a person' : undefined}
        onClick={() =>
          send.mutate({ method: 'POST', path: 'deliveries/test', body: { person }, done: 'Test on its way' })
        }
      >
        Send
      </Button>
    </div>
  );
}
