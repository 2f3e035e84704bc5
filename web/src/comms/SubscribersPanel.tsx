import { audiences } from '@fieldmarshal/contract/comms/words';
import type { MadeLink, StatusLink, Subscriber } from '@fieldmarshal/contract/comms/schema';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { FormDialog } from '../app/FormDialog.tsx';
import { useObjectOptions } from '../catalog/object-api.ts';
import { Button } from '../ui/Button.tsx';
import { CopyButton } from '../ui/CodeBlock.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Select } from '../ui/Select.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { TextField } from '../ui/TextField.tsx';
import { Time } from '../ui/Time.tsx';
import { useCommsAct, useStatusLinks, useSubscribers } from './comms-api.ts';

const channels = ['email', 'webhook', 'slack', 'teams', 'mattermost', 'matrix'] as const;

/** Who is told by which channel, and private views of the status page. */
export function SubscribersPanel() {
  const [dialog, setDialog] = useState<'subscriber' | 'link' | null>(null);
  return (
    <div className="ui-stack">
      <div className="ui-row">
        <h2>Subscribers</h2>
        <Button onClick={() => setDialog('subscriber')}>Add a subscriber</Button>
      </div>
      <SubscriberTable />
      <div className="ui-row">
        <h2>Private views</h2>
        <Button onClick={() => setDialog('link')}>Make a private view</Button>
      </div>
      <p className="ui-quiet">
        Contacts of a customer sign in to its page by themselves, at{' '}
        <a href="/status/sign-in">/status/sign-in</a>.
      </p>
      <LinkList />
      {dialog === 'subscriber' ? <SubscriberDialog onClose={() => setDialog(null)} /> : null}
      {dialog === 'link' ? <LinkDialog onClose={() => setDialog(null)} /> : null}
    </div>
  );
}

function EndButton({ id, state }: Subscriber) {
  const act = useCommsAct<Subscriber>();
  if (state === 'ended') return null;
  return (
    <Button
      look="plain"
      busy={act.isPending}
      onClick={() => act.mutate({ path: `subscribers/${id}/end`, done: 'They hear nothing more' })}
    >
      End
    </Button>
  );
}

function SubscriberTable() {
  const list = useSubscribers();
  if (list.isPending) return <Loading what="subscribers" />;
  if (list.isError) return <FailureNote error={list.error} />;
  return (
    <Table
      label="Subscribers"
      columns={columns}
      rows={list.data.items}
      rowKey={({ id }) => id}
      empty={
        <Empty>
          Nobody has subscribed. Contacts of customers are told without subscribing, from their first message
          on they are listed here.
        </Empty>
      }
    />
  );
}

const sourceWords = { self: 'the status page', staff: 'staff', catalog: 'the catalog' } as const;
const stateWords = { pending: 'not confirmed yet', active: 'active' } as const;

function heardText({ audience, applications, customer }: Subscriber): string {
  const of = applications.length === 0 ? 'everything' : applications.join(', ');
  return `${audience}${audience === 'customers' ? ` of ${customer ?? of}` : ''}`;
}

const columns: readonly Column<Subscriber>[] = [
  {
    id: 'to',
    header: 'To',
    rowHeader: true,
    cell: (row) => <span className="ui-mono">{row.destination}</span>,
  },
  { id: 'channel', header: 'By', width: '7rem', cell: ({ channel }) => channel },
  { id: 'audience', header: 'Hears', wideOnly: true, cell: heardText },
  {
    id: 'source',
    header: 'From',
    width: '8rem',
    wideOnly: true,
    cell: ({ source }) => sourceWords[source],
  },
  {
    id: 'state',
    header: 'State',
    width: '9rem',
    cell: ({ state, endedWhy }) => (state === 'ended' ? `ended: ${endedWhy}` : stateWords[state]),
  },
  {
    id: 'end',
    header: 'Actions',
    width: '6rem',
    cell: (row) => <EndButton {...row} />,
  },
];

const blank = {
  channel: 'email',
  destination: '',
  audience: 'customers',
  application: '',
};
type SubscriberForm = typeof blank;

function SubscriberDialog({ onClose }: { onClose: () => void }) {
  const [form, setForm] = useState(blank);
  const save = useCommsAct<Subscriber>({ inForm: true });
  const set = (change: Partial<SubscriberForm>) => setForm({ ...form, ...change });
  const missing = form.destination.trim() === '' ? 'Say where messages go' : undefined;
  const submit = () => {
    const { application, ...body } = form;
    save.mutate(
      {
        path: 'subscribers',
        body: { ...body, applications: application === '' ? [] : [application] },
        done: 'Added',
      },
      { onSuccess: onClose },
    );
  };
  return (
    <FormDialog
      size="small"
      title="Add a subscriber"
      verb="Add"
      onClose={onClose}
      onSubmit={submit}
      busy={save.isPending}
      missing={missing}
      error={save.error}
    >
      <SubscriberFields form={form} set={set} />
    </FormDialog>
  );
}

interface SubscriberFieldsProps {
  form: SubscriberForm;
  set: (change: Partial<SubscriberForm>) => void;
}

function SubscriberFields({ form, set }: SubscriberFieldsProps) {
  const applications = useObjectOptions('Application');
  return (
    <>
      <Select
        label="By"
        options={channels.map((value) => ({ value, label: value }))}
        value={form.channel}
        onChange={(channel) => set({ channel })}
      />
      <TextField
        label="To"
        required
        hint="An address, the URL of a webhook, or the id of a Matrix room. They must have agreed."
        value={form.destination}
        onChange={(destination) => set({ destination })}
      />
      <Select
        label="Hears what is for"
        options={audiences.map((value) => ({ value, label: value }))}
        value={form.audience}
        onChange={(audience) => set({ audience })}
      />
      {form.audience === 'customers' ? (
        <Select
          label="Of"
          placeholder="Everything"
          options={applications}
          value={form.application}
          onChange={(application) => set({ application })}
        />
      ) : null}
    </>
  );
}

function LinkList() {
  const links = useStatusLinks();
  const act = useCommsAct<StatusLink>();
  if (links.isPending) return <Loading what="private views" />;
  if (links.isError) return <FailureNote error={links.error} />;
  const { items } = links.data;
  if (items.length === 0)
    return (
      <Empty>None. A private view shows one customer, or one application, to whoever has its address.</Empty>
    );
  return (
    <ul className="room-list">
      {items.map(({ id, kind, name, madeBy, madeAt, expiresAt, revokedAt }) => (
        <li key={id} className="ui-row">
          {kind} <b>{name}</b>
          <span className="ui-quiet">
            made by {madeBy} <Time at={madeAt} show="ago" focusable={false} />
            {revokedAt !== null ? ', ended' : expiresAt === null ? '' : ', until '}
            {revokedAt === null && expiresAt !== null ? (
              <Time at={expiresAt} show="moment" focusable={false} />
            ) : null}
          </span>
          {revokedAt === null ? (
            <Button
              look="plain"
              onClick={() =>
                act.mutate({ path: `status-links/${id}/revoke`, done: 'Its address leads nowhere now' })
              }
            >
              End
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function LinkDialog({ onClose }: { onClose: () => void }) {
  const [kind, setKind] = useState('customer');
  const [name, setName] = useState('');
  const options = useObjectOptions(kind === 'customer' ? 'Customer' : 'Application');
  const make = useCommsAct<MadeLink>({ inForm: true });
  const made = make.data;
  const missing = name === '' ? 'Choose whose it is' : undefined;
  return (
    <Dialog
      open
      size="small"
      title="Make a private view"
      onClose={onClose}
      onSubmit={() => {
        if (missing === undefined && made === undefined)
          make.mutate({ path: 'status-links', body: { kind, name } });
      }}
      footer={
        made === undefined ? (
          <>
            <Button look="primary" type="submit" busy={make.isPending} disabledReason={missing}>
              Make it
            </Button>
            <Button onClick={onClose}>Cancel</Button>
          </>
        ) : (
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        )
      }
    >
      <div className="ui-stack">
        <FailureNote error={make.error} />
        {made === undefined ? (
          <>
            <Select
              label="It shows"
              options={[
                { value: 'customer', label: 'what a customer uses' },
                { value: 'application', label: 'one application' },
              ]}
              value={kind}
              onChange={(value) => {
                setKind(value);
                setName('');
              }}
            />
            <Select
              label="Which"
              placeholder="Choose"
              required
              options={options}
              value={name}
              onChange={setName}
            />
          </>
        ) : (
          <MadeAddresses made={made} />
        )}
      </div>
    </Dialog>
  );
}

function MadeAddresses({ made: { url, copyUrl } }: { made: MadeLink }) {
  return (
    <>
      <p>Whoever has this address can read it. It is shown this once.</p>
      <p className="ui-mono comms-text">{url}</p>
      <CopyButton label="Copy the address" text={url} />
      {copyUrl === null ? null : (
        <>
          <p>In the copy of the status page, which can be read while this server is away:</p>
          <p className="ui-mono comms-text">{copyUrl}</p>
          <CopyButton label="Copy the address in the copy" text={copyUrl} />
        </>
      )}
    </>
  );
}
