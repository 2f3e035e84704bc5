import type { AuditRow, AuditVerdict } from '@fieldmarshal/contract/identity/audit';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { getJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';
import { sentenceOf } from '../incidents/incident-api.ts';
import { Button } from '../ui/Button.tsx';
import { CodeBlock } from '../ui/CodeBlock.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Empty } from '../ui/Empty.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';
import { AuditFilters, noFilter, queryOf, type AuditFilter } from './AuditFilters.tsx';
import { AuditStreams } from './AuditStreams.tsx';
import './admin.css';

const columns: readonly Column<AuditRow>[] = [
  {
    id: 'at',
    header: 'When',
    width: '10rem',
    cell: (row) => <Time at={row.at} show="clock" focusable={false} />,
  },
  { id: 'who', header: 'Who', width: '12rem', cell: (row) => row.actorName },
  {
    id: 'action',
    header: 'Did',
    rowHeader: true,
    cell: ({ action }) => <span className="ui-mono">{breakable(action)}</span>,
  },
  {
    id: 'subject',
    header: 'To',
    wideOnly: true,
    cell: (row) => <span className="ui-mono">{row.subject}</span>,
  },
  {
    id: 'hash',
    header: 'Hash',
    width: '8rem',
    wideOnly: true,
    cell: (row) => <span className="ui-mono ui-quiet">{row.hash.slice(0, 10)}</span>,
  },
];

/** `incident.impact-assessed`, which a narrow column breaks after the dot and not inside a word. */
function breakable(action: string) {
  const [first = '', ...rest] = action.split('.');
  return (
    <>
      {first}
      {rest.map((part) => (
        <Fragment key={part}>
          .<wbr />
          {part}
        </Fragment>
      ))}
    </>
  );
}

/** Who changed what, before and after; the chain can be checked on the spot. */
export function AuditScreen() {
  const [filter, setFilter] = useState(noFilter);
  const [open, setOpen] = useState<AuditRow | null>(null);
  const [verdict, setVerdict] = useState<string | null>(null);
  const list = useAudit(filter);
  const check = async () => {
    try {
      const found = await getJson<AuditVerdict>('/api/v1/audit/verification');
      setVerdict(
        found.broken === null
          ? `All ${found.entries} entries fit. Head ${found.headHash.slice(0, 16)}…${trimmed(found)}`
          : `Entry ${found.broken.seq} does not fit: ${found.broken.why}`,
      );
    } catch (error) {
      setVerdict(sentenceOf(error));
    }
  };
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="screen ui-stack">
      <h1>Audit</h1>
      <AuditFilters filter={filter} onFilter={setFilter} />
      <div className="ui-row">
        <Button onClick={() => void check()}>Check the chain</Button>
        <a href={`/api/v1/audit/export?${queryOf(filter)}`} download>
          Export these as JSON lines
        </a>
        {verdict === null ? null : <span role="status">{verdict}</span>}
      </div>
      <AuditStreams />
      {list.isPending ? <Loading what="the audit" /> : null}
      {list.isError ? (
        <ErrorNote onRetry={() => void list.refetch()}>{sentenceOf(list.error)}</ErrorNote>
      ) : null}
      {list.isSuccess ? (
        <Table
          label="Audit"
          columns={columns}
          rows={rows}
          rowKey={(row) => String(row.seq)}
          onOpen={setOpen}
          empty={
            <Empty>
              {list.hasNextPage
                ? 'Nothing was found in the newest entries. Older ones can be searched, too.'
                : 'No change fits this filter.'}
            </Empty>
          }
        />
      ) : null}
      {list.hasNextPage ? (
        <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show older
        </Button>
      ) : null}
      {open === null ? null : <EntryDialog entry={open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function trimmed({ anchor }: AuditVerdict): string {
  return anchor === null ? '' : ` Entries up to ${anchor.seq} were deleted after their time.`;
}

function useAudit(filter: AuditFilter) {
  return useInfiniteQuery({
    queryKey: liveKey(['admin', 'audit'], 'audit', queryOf(filter).toString()),
    initialPageParam: '',
    // What stood there stays while the next letter is looked for.
    placeholderData: keepPreviousData,
    queryFn: async ({ pageParam, signal }) => {
      const query = queryOf(filter);
      query.set('limit', '100');
      if (pageParam !== '') query.set('cursor', pageParam);
      return getJson<{ items: AuditRow[]; nextCursor: string | null }>(`/api/v1/audit?${query}`, signal);
    },
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
}

function EntryDialog({ entry, onClose }: { entry: AuditRow; onClose: () => void }) {
  return (
    <Dialog
      open
      size="wide"
      onClose={onClose}
      title={`Entry ${entry.seq}: ${entry.action}`}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <div className="ui-stack">
        <p>
          {entry.actorName} changed <span className="ui-mono">{entry.subject}</span>,{' '}
          <Time at={entry.at} show="full" />
        </p>
        <CodeBlock title="Before" code={JSON.stringify(entry.before, null, 2)} />
        <CodeBlock title="After" code={JSON.stringify(entry.after, null, 2)} />
        <p className="ui-quiet ui-mono">{entry.hash}</p>
      </div>
    </Dialog>
  );
}
