import type { IncidentSummary } from '@fieldmarshal/contract/incidents/room';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { SeverityTag } from '../app/SeverityTag.tsx';
import { useImpactBriefs } from '../impact/impact-api.ts';
import { briefText } from '../impact/impact-words.ts';
import { useLikelyCause } from '../localisation/likely-cause.ts';
import { PersonName } from '../ui/PersonName.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';
import { PrivatePill } from './PrivatePill.tsx';
import { StatePill, stateWord } from './incident-words.tsx';

type Row = IncidentSummary & { impact: string; cause: string };

const columns: readonly Column<Row>[] = [
  {
    id: 'severity',
    header: 'Severity',
    width: '4.75rem',
    cell: (row) => <SeverityTag severity={row.severity} />,
  },
  {
    id: 'id',
    header: 'Id',
    width: '4.75rem',
    wideOnly: true,
    cell: (row) => <span className="ui-mono">{row.id}</span>,
  },
  {
    id: 'title',
    header: 'Title',
    rowHeader: true,
    cell: (row) => (
      <Link to="/incidents/$id" params={{ id: row.id }}>
        {row.drill ? 'DRILL ' : ''}
        {row.title} {row.private ? <PrivatePill /> : null}
        <span className="ui-narrow-only ui-quiet ui-small incident-more">
          {row.cause === '–' ? '' : `cause: ${row.cause}, `}
          {row.impact === '–' ? '' : `${row.impact}, `}
          {row.id}, {stateWord(row.state).toLowerCase()}, {row.fieldMarshal?.name ?? 'nobody leads'}
        </span>
      </Link>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: '8rem',
    wideOnly: true,
    cell: (row) => <StatePill state={row.state} />,
  },
  {
    id: 'impact',
    header: 'Impact',
    width: '9.5rem',
    wideOnly: true,
    cell: ({ impact }) => <span className="incident-impact">{impact}</span>,
  },
  {
    id: 'cause',
    header: 'Likely cause',
    width: '9.5rem',
    wideOnly: true,
    cell: ({ cause }) => cause,
  },
  {
    id: 'alerts',
    header: 'Alerts',
    width: '4.75rem',
    align: 'end',
    wideOnly: true,
    cell: (row) => alertsText(row),
  },
  {
    id: 'lead',
    header: 'Field Marshal',
    width: '7rem',
    wideOnly: true,
    cell: (row) => <PersonName name={row.fieldMarshal?.name ?? null} />,
  },
  {
    id: 'update',
    header: 'Update due',
    width: '6.25rem',
    wideOnly: true,
    cell: (row) => <Time at={row.updateDue} show="countdown" focusable={false} />,
  },
  {
    id: 'age',
    header: 'Age',
    width: '3.75rem',
    align: 'end',
    cell: (row) => <Time at={row.declaredAt} focusable={false} />,
  },
];

const columnsBesideAlerts = columns.filter(({ id }) => id !== 'alerts');

function alertsText({ counts }: IncidentSummary): string {
  return counts.alerts === 0 ? '–' : `${counts.alertsFiring} of ${counts.alerts}`;
}

interface IncidentTableProps {
  label: string;
  rows: readonly IncidentSummary[];
  empty: ReactNode;
  /** Alerts are listed right below. */
  withoutAlerts?: boolean;
}

/** Incidents as rows; Enter or a click opens the room. */
export function IncidentTable({ label, rows, empty, withoutAlerts = false }: IncidentTableProps) {
  const navigate = useNavigate();
  const ids = rows.map(({ id }) => id);
  const briefs = useImpactBriefs(ids);
  const causeOf = useLikelyCause(ids);
  return (
    <Table
      label={label}
      columns={withoutAlerts ? columnsBesideAlerts : columns}
      rows={rows.map((row) => ({ ...row, impact: briefText(briefs.get(row.id)), cause: causeOf(row.id) }))}
      rowKey={(row) => row.id}
      onOpen={(row) => void navigate({ to: '/incidents/$id', params: { id: row.id } })}
      empty={empty}
    />
  );
}
