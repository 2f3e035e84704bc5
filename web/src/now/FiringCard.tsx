import { Link, useNavigate } from '@tanstack/react-router';
import { sentenceOf } from '../incidents/incident-api.ts';
import { AlertTable } from '../signals/AlertTable.tsx';
import { useAlerts, useAlertSummary } from '../signals/signal-api.ts';
import { Empty } from '../ui/Empty.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';

const shownMax = 20;

/** What fires now, newest first; the rest is a number and a link. */
export function FiringCard() {
  const navigate = useNavigate();
  const list = useAlerts({ state: 'firing' }, shownMax);
  const summary = useAlertSummary();
  const rows = list.data?.pages[0]?.items ?? [];
  const firing = summary.data?.firing ?? rows.length;
  return (
    <>
      <div className="ui-row">
        <h2>Firing now {firing}</h2>
        {firing > rows.length ? <Link to="/alerts">All {firing}</Link> : null}
      </div>
      {list.isError ? (
        <ErrorNote onRetry={() => void list.refetch()}>{sentenceOf(list.error)}</ErrorNote>
      ) : null}
      {list.isSuccess ? (
        <AlertTable
          rows={rows}
          onOpen={(row) =>
            void (row.incidentId === null
              ? navigate({ to: '/alerts', search: { q: row.title } })
              : navigate({ to: '/incidents/$id', params: { id: row.incidentId } }))
          }
          empty={
            <Empty>
              No alert fires. {summary.data === undefined ? '' : `${summary.data.silenced} are silenced.`}
            </Empty>
          }
        />
      ) : null}
    </>
  );
}
