import type { Heartbeat } from '@fieldmarshal/contract/signals/record';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { getJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';
import { useSignalAct } from '../../signals/signal-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Confirm.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { HealthGlyph, type Health } from '../../ui/HealthGlyph.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { durationText } from '../../ui/time-text.ts';
import { Time } from '../../ui/Time.tsx';
import { HeartbeatDialog } from './HeartbeatDialog.tsx';
import { HeartbeatKeyDialog, type HeartbeatWithKey } from './HeartbeatKeyDialog.tsx';

type Open = { what: 'edit'; heartbeat: Heartbeat | null } | { what: 'remove'; heartbeat: Heartbeat } | null;

/** Jobs and senders that must be heard of regularly; silence is the alarm. */
export function HeartbeatsPanel() {
  const [open, setOpen] = useState<Open>(null);
  const [key, setKey] = useState<HeartbeatWithKey | null>(null);
  const list = useQuery({
    queryKey: liveKey(['alerts'], 'heartbeats'),
    queryFn: async ({ signal }) => getJson<{ items: Heartbeat[] }>('/api/v1/heartbeats', signal),
    refetchInterval: 30_000,
  });
  const renew = useSignalAct<HeartbeatWithKey>();
  const act = useSignalAct();
  const columns = columnsOf({
    onEdit: (heartbeat) => setOpen({ what: 'edit', heartbeat }),
    onRenew: (row) => renew.mutate({ path: `heartbeats/${row.id}/key` }, { onSuccess: setKey }),
    onPause: (row) => act.mutate(pauseAct(row)),
    onRemove: (heartbeat) => setOpen({ what: 'remove', heartbeat }),
  });
  return (
    <section className="ui-stack" aria-label="Heartbeats">
      <div className="ui-row">
        <p className="ui-quiet admin-lead">
          A job calls its address when it is done. When no call comes in time, an alert fires.
        </p>
        <Button look="primary" onClick={() => setOpen({ what: 'edit', heartbeat: null })}>
          Expect a heartbeat
        </Button>
      </div>
      {list.isPending ? <Loading what="heartbeats" /> : null}
      <FailureNote error={list.error} />
      {list.isSuccess ? (
        <Table
          label="Heartbeats"
          columns={columns}
          rows={list.data.items}
          rowKey={(row) => row.id}
          onOpen={(heartbeat) => setOpen({ what: 'edit', heartbeat })}
          empty={<Empty>No heartbeat is expected, so the silence of a job goes unnoticed.</Empty>}
        />
      ) : null}
      {open?.what === 'edit' ? (
        <HeartbeatDialog heartbeat={open.heartbeat} onCreated={setKey} onClose={() => setOpen(null)} />
      ) : null}
      {open?.what === 'remove' ? (
        <Confirm
          open
          title={`Expect ${open.heartbeat.name} no longer?`}
          verb="Remove"
          onConfirm={() => {
            act.mutate({ method: 'DELETE', path: `heartbeats/${open.heartbeat.id}`, done: 'Removed' });
            setOpen(null);
          }}
          onClose={() => setOpen(null)}
        >
          Its key stops working, and its alert, if it fires, resolves.
        </Confirm>
      ) : null}
      {key === null ? null : <HeartbeatKeyDialog made={key} onClose={() => setKey(null)} />}
    </section>
  );
}

function pauseAct(row: Heartbeat) {
  const { id, name, intervalS, graceS, labels } = row;
  const paused = row.state !== 'paused';
  return {
    method: 'PUT',
    path: `heartbeats/${id}`,
    body: { name, intervalS, graceS, labels, paused },
    done: paused ? `${name} is paused` : `${name} is expected again`,
  } as const;
}

const states: Readonly<Record<Heartbeat['state'], { health: Health; word: string }>> = {
  waiting: { health: 'nodata', word: 'never came yet' },
  alive: { health: 'ok', word: 'alive' },
  missed: { health: 'failing', word: 'missed' },
  paused: { health: 'maint', word: 'paused' },
};

interface RowActions {
  onEdit: (row: Heartbeat) => void;
  onRenew: (row: Heartbeat) => void;
  onPause: (row: Heartbeat) => void;
  onRemove: (row: Heartbeat) => void;
}

function columnsOf(actions: RowActions): readonly Column<Heartbeat>[] {
  return [
    {
      id: 'state',
      header: 'State',
      width: '9rem',
      cell: ({ state }) => <HealthGlyph health={states[state].health} label={states[state].word} />,
    },
    { id: 'name', header: 'Name', rowHeader: true, cell: (row) => row.name },
    {
      id: 'every',
      header: 'Expected every',
      width: '11rem',
      wideOnly: true,
      cell: ({ intervalS, graceS }) =>
        intervalS === null
          ? 'not expected'
          : `${durationText(intervalS * 1000)}, ${durationText(graceS * 1000)} grace`,
    },
    {
      id: 'last',
      header: 'Last beat',
      width: '7rem',
      cell: (row) => (row.lastBeatAt === null ? 'never' : <Time at={row.lastBeatAt} focusable={false} />),
    },
    {
      id: 'due',
      header: 'Alarms in',
      width: '7rem',
      wideOnly: true,
      cell: (row) => <Time at={row.dueAt} show="countdown" focusable={false} />,
    },
    {
      id: 'do',
      header: <span className="ui-hidden">Actions</span>,
      width: '7rem',
      cell: (row) => <RowMenu row={row} {...actions} />,
    },
  ];
}

function RowMenu({ row, onEdit, onRenew, onPause, onRemove }: RowActions & { row: Heartbeat }) {
  return (
    <Menu
      label="Change"
      look="plain"
      aria-label={`Change ${row.name}`}
      items={[
        { id: 'edit', label: 'Change…', onSelect: () => onEdit(row) },
        { id: 'key', label: 'New key, the old one ends now', onSelect: () => onRenew(row) },
        {
          id: 'pause',
          label: row.state === 'paused' ? 'Expect it again' : 'Pause',
          disabledReason: row.intervalS === null ? 'It is not expected' : undefined,
          onSelect: () => onPause(row),
        },
        { id: 'remove', label: 'Remove…', onSelect: () => onRemove(row) },
      ]}
    />
  );
}
