import type { Recipient } from '@fieldmarshal/contract/comms/schema';
import { FailureNote } from '../../app/FailureNote.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { Time } from '../../ui/Time.tsx';
import { useRecipients } from '../comms-api.ts';

const columns: readonly Column<Recipient>[] = [
  {
    id: 'to',
    header: 'To',
    rowHeader: true,
    cell: ({ destination, customer }) => (
      <>
        <span className="ui-mono">{destination}</span> {customer ?? ''}
      </>
    ),
  },
  { id: 'channel', header: 'By', width: '6rem', wideOnly: true, cell: ({ channel }) => channel },
  { id: 'state', header: 'State', width: '6rem', cell: ({ state }) => state },
  { id: 'detail', header: 'What is known', wideOnly: true, cell: ({ detail }) => detail },
  {
    id: 'at',
    header: 'Since',
    width: '6rem',
    cell: ({ changedAt }) => <Time at={changedAt} focusable={false} />,
  },
];

/** To whom a message went, and what became of it for each. */
export function RecipientsDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const recipients = useRecipients(id);
  return (
    <Dialog open size="wide" title={`Recipients of ${id}`} onClose={onClose}>
      {recipients.isPending ? <Loading what="recipients" /> : null}
      <FailureNote error={recipients.error} />
      {recipients.isSuccess ? (
        <Table
          label="Recipients"
          columns={columns}
          rows={recipients.data.items}
          rowKey={({ key }) => key}
          empty={<Empty>It went to nobody directly.</Empty>}
        />
      ) : null}
    </Dialog>
  );
}
