import type { UnparsedSignal } from '@fieldmarshal/contract/signals/record';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { getJson, RequestError, sendJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { useSignalAct } from '../../signals/signal-api.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { Time } from '../../ui/Time.tsx';
import { MappingDialog } from '../mappings/MappingDialog.tsx';
import { showToast } from '../../ui/toast.ts';
import { readAgainText, readAllAgain } from './read-all-again.ts';

const columns: readonly Column<UnparsedSignal>[] = [
  { id: 'at', header: 'When', width: '7rem', cell: (row) => <Time at={row.receivedAt} focusable={false} /> },
  { id: 'from', header: 'From', width: '12rem', cell: (row) => row.integration.name },
  { id: 'why', header: 'Why', rowHeader: true, cell: (row) => row.reason },
  {
    id: 'text',
    header: 'Begins',
    wideOnly: true,
    cell: (row) => <span className="ui-mono">{row.excerpt.slice(0, 60)}</span>,
  },
];

interface ReplayResult {
  understood: boolean;
  alerts: number;
  changes: number;
  reason: string | null;
}

/** Signals that were taken but not understood: kept, and read again after a mapping or rule was mended. */
export function UnparsedPanel() {
  const [open, setOpen] = useState<string | null>(null);
  const list = useQuery({
    queryKey: liveKey(['alerts', 'admin'], 'unparsed'),
    queryFn: async ({ signal }) =>
      getJson<{ items: UnparsedSignal[]; nextCursor: string | null }>(
        '/api/v1/unparsed-signals?limit=100',
        signal,
      ),
  });
  const reroute = useSignalAct<{ moved: number }>();
  const all = useReadAllAgain();
  return (
    <section className="ui-stack" aria-label="Signals not understood">
      <div className="ui-row">
        <p className="ui-quiet admin-lead">
          Nothing that was accepted is thrown away. Mend the mapping or the route, then read it again.
        </p>
        <Button
          busy={all.isPending}
          disabledReason={list.data?.items.length === 0 ? 'Nothing is kept' : undefined}
          onClick={() => all.mutate()}
        >
          Read all again
        </Button>
        <Button
          onClick={() =>
            reroute.mutate(
              { path: 'alerts/reroute' },
              { onSuccess: ({ moved }) => showToast({ text: `${moved} alerts took another route` }) },
            )
          }
        >
          Route open alerts again
        </Button>
      </div>
      {list.isPending ? <Loading what="signals" /> : null}
      {list.isError ? (
        <ErrorNote onRetry={() => void list.refetch()}>{sentenceOf(list.error)}</ErrorNote>
      ) : null}
      {list.data?.nextCursor === null || list.data === undefined ? null : (
        <p className="ui-quiet">The newest {list.data.items.length} of them are shown.</p>
      )}
      {list.isSuccess ? (
        <Table
          label="Signals not understood"
          columns={columns}
          rows={list.data.items}
          rowKey={(row) => row.id}
          onOpen={(row) => setOpen(row.id)}
          empty={<Empty>Everything that came was understood.</Empty>}
        />
      ) : null}
      {open === null ? null : <UnparsedDialog id={open} onClose={() => setOpen(null)} />}
    </section>
  );
}

function useReadAllAgain() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () =>
      readAllAgain({
        list: async (cursor) => {
          const query = new URLSearchParams({ limit: '200', ...(cursor === '' ? {} : { cursor }) });
          return getJson(`/api/v1/unparsed-signals?${query}`);
        },
        replay: async (id) => {
          try {
            const path = `/api/v1/unparsed-signals/${id}/replay`;
            return (await sendJson<ReplayResult>('POST', path, { body: {} })).understood;
          } catch (error) {
            if (error instanceof RequestError && [409, 422].includes(error.status)) return null;
            throw error;
          }
        },
      }),
    onSuccess: (found) => showToast({ text: readAgainText(found) }),
    onError: (error) => showToast({ text: sentenceOf(error) }),
    onSettled: async () =>
      client.invalidateQueries({
        predicate: ({ queryKey }) => JSON.stringify(queryKey[0]).includes('"alerts"'),
      }),
  });
}

function UnparsedDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const detail = useQuery({
    queryKey: liveKey(['alerts'], 'unparsed', id),
    queryFn: async ({ signal }) =>
      getJson<UnparsedSignal & { body: string }>(`/api/v1/unparsed-signals/${id}`, signal),
  });
  const replay = useSignalAct<ReplayResult>();
  const dismiss = useSignalAct();
  const [mending, setMending] = useState(false);
  if (mending && detail.data !== undefined)
    return (
      <MappingDialog
        stored={null}
        integration={detail.data.integration.id}
        sample={detail.data.body}
        onClose={() => setMending(false)}
      />
    );
  return (
    <Dialog
      open
      size="wide"
      onClose={onClose}
      title="A signal that was not understood"
      footer={
        <>
          <Button
            look="primary"
            busy={replay.isPending}
            onClick={() => replay.mutate({ path: `unparsed-signals/${id}/replay` })}
          >
            Read it again
          </Button>
          <Button
            onClick={() =>
              dismiss.mutate(
                { path: `unparsed-signals/${id}/dismiss`, done: 'Put aside' },
                { onSuccess: onClose },
              )
            }
          >
            Put aside
          </Button>
          <Button
            disabledReason={detail.data === undefined ? 'Still loading' : undefined}
            onClick={() => setMending(true)}
          >
            Mend the mapping
          </Button>
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <div className="ui-stack">
        {replay.data === undefined ? null : <p role="status">{replayText(replay.data)}</p>}
        {detail.data === undefined ? (
          <Loading what="the signal" />
        ) : (
          <>
            <p>{detail.data.reason}</p>
            <CodeBlock title="Body" code={detail.data.body} />
          </>
        )}
      </div>
    </Dialog>
  );
}

function replayText({ understood, alerts, changes, reason }: ReplayResult): string {
  return understood
    ? `Understood: ${alerts} alerts, ${changes} changes.`
    : `Still not understood: ${reason ?? 'no reason given'}.`;
}
