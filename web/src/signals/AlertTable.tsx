import type { Alert } from '@fieldmarshal/contract/signals/alert';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { SeverityTag } from '../app/SeverityTag.tsx';
import { HealthGlyph } from '../ui/HealthGlyph.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';

const columns: readonly Column<Alert>[] = [
  {
    id: 'state',
    header: 'State',
    width: '8.5rem',
    cell: (row) => <HealthGlyph health={healthOf(row)} label={stateText(row)} />,
  },
  {
    id: 'severity',
    header: 'Severity',
    width: '5.5rem',
    wideOnly: true,
    cell: (row) => <SeverityTag severity={row.severity} />,
  },
  { id: 'title', header: 'Alert', rowHeader: true, cell: (row) => row.title },
  { id: 'product', header: 'Product', width: '8rem', wideOnly: true, cell: (row) => row.product ?? '–' },
  {
    id: 'environment',
    header: 'Environment',
    width: '8rem',
    wideOnly: true,
    cell: (row) => row.environment ?? '–',
  },
  { id: 'route', header: 'Route', width: '9rem', wideOnly: true, cell: (row) => row.route },
  {
    id: 'incident',
    header: 'Incident',
    width: '6rem',
    wideOnly: true,
    cell: (row) =>
      row.incidentId === null ? (
        '–'
      ) : (
        <Link to="/incidents/$id" params={{ id: row.incidentId }}>
          {row.incidentId}
        </Link>
      ),
  },
  { id: 'count', header: 'Count', width: '4.5rem', align: 'end', wideOnly: true, cell: (row) => row.count },
  {
    id: 'age',
    header: 'Age',
    width: '5rem',
    align: 'end',
    cell: (row) => <Time at={seenSince(row)} focusable={false} />,
  },
];

/** A sender may name a start that has not come; what it sent is older than that. */
function seenSince({ startsAt, receivedAt }: Alert): string {
  return startsAt < receivedAt ? startsAt : receivedAt;
}

function healthOf(alert: Alert): 'failing' | 'degraded' | 'ok' | 'maint' {
  if (alert.state === 'resolved') return 'ok';
  if (alert.silencedBy.length > 0) return 'maint';
  return alert.severity === 'SEV3' || alert.severity === 'SEV4' ? 'degraded' : 'failing';
}

function stateText(alert: Alert): string {
  return alert.state !== 'resolved' && alert.silencedBy.length > 0 ? 'silenced' : alert.state;
}

interface AlertTableProps {
  rows: readonly Alert[];
  onOpen: (row: Alert) => void;
  empty: ReactNode;
}

/** Alerts as rows; Enter or a click opens one. */
export function AlertTable({ rows, onOpen, empty }: AlertTableProps) {
  return (
    <Table
      label="Alerts"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      onOpen={onOpen}
      empty={empty}
    />
  );
}
