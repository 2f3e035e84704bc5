import type { NowPicture } from '@fieldmarshal/contract/now';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { SeverityTag } from '../app/SeverityTag.tsx';
import { useNames } from '../catalog/object-api.ts';
import { DeclareDialog } from '../incidents/DeclareDialog.tsx';
import { useLikelyCause } from '../localisation/likely-cause.ts';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { HealthGlyph } from '../ui/HealthGlyph.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';
import { LinkGroupDialog } from './LinkGroupDialog.tsx';
import type { FiringGroup } from './now-api.ts';

interface Doing {
  what: 'declare' | 'link';
  group: FiringGroup;
}

/** What fires, as matters rather than messages; what nobody works on yet stands first, with what to do about it. */
export function GroupsCard({ picture }: { picture: NowPicture }) {
  const [doing, setDoing] = useState<Doing | null>(null);
  const navigate = useNavigate();
  const columns = useColumns(picture.groups, (what, group) => setDoing({ what, group }));
  const { groups, groupCount, alerts } = picture;
  const open = alerts.firing + alerts.acknowledged;
  const close = () => setDoing(null);
  return (
    <section className="ui-stack" aria-label="Firing now">
      <div className="ui-row">
        <h2>Firing now</h2>
        <span className="ui-quiet">
          {groupCount} {groupCount === 1 ? 'group' : 'groups'} from {open}{' '}
          {open === 1 ? 'open alert' : 'open alerts'}, {alerts.silenced} of them silenced
        </span>
        {groupCount > groups.length ? <Link to="/alerts">All {open}</Link> : null}
      </div>
      <Table
        label="Firing now"
        columns={columns}
        rows={groups}
        rowKey={(row) => row.id}
        onOpen={(row) =>
          void (row.incidentId === null
            ? navigate({ to: '/alerts', search: { group: row.id } })
            : navigate({ to: '/incidents/$id', params: { id: row.incidentId } }))
        }
        empty={<NothingFires picture={picture} />}
      />
      {doing?.what === 'declare' ? <DeclareDialog group={doing.group} onClose={close} /> : null}
      {doing?.what === 'link' ? (
        <LinkGroupDialog group={doing.group} incidents={picture.incidents} onClose={close} />
      ) : null}
    </section>
  );
}

function NothingFires({ picture: { senders, at } }: { picture: NowPicture }) {
  return (
    <Empty checkedAt={at} action={<Link to="/admin">Senders</Link>}>
      No alert fires. {senders.count === 0 ? 'Nothing may send signals yet.' : `${senders.count} may send; `}
      {senders.count > 0 && senders.lastSignalAt === null ? 'none ever did.' : null}
      {senders.lastSignalAt === null ? null : (
        <>
          the last signal came <Time at={senders.lastSignalAt} show="ago" />.
        </>
      )}
    </Empty>
  );
}

function useColumns(
  groups: readonly FiringGroup[],
  onDo: (what: Doing['what'], group: FiringGroup) => void,
): readonly Column<FiringGroup>[] {
  const productOf = useNames('Product');
  const environmentOf = useNames('Environment');
  const causeOf = useLikelyCause([...new Set(groups.flatMap(({ incidentId }) => incidentId ?? []))]);
  return [
    {
      id: 'severity',
      header: 'Severity',
      width: '5.5rem',
      cell: (row) => <SeverityTag severity={row.severity} />,
    },
    {
      id: 'title',
      header: 'What',
      rowHeader: true,
      cell: (row) => (
        <>
          <HealthGlyph health={healthOf(row)} label={false} /> {row.title}
          <span className="ui-narrow-only ui-quiet ui-small incident-more">
            {row.firing} of {row.total} alerts, <Time at={row.openedAt} focusable={false} />
          </span>
        </>
      ),
    },
    {
      id: 'where',
      header: 'Where',
      width: '15rem',
      wideOnly: true,
      cell: (row) =>
        [row.product && productOf(row.product), row.environment && environmentOf(row.environment)]
          .filter(Boolean)
          .join(', ') || '–',
    },
    {
      id: 'cause',
      header: 'Likely cause',
      width: '11rem',
      wideOnly: true,
      cell: ({ incidentId }) => (incidentId === null ? '–' : causeOf(incidentId)),
    },
    {
      id: 'alerts',
      header: 'Alerts',
      width: '5rem',
      align: 'end',
      wideOnly: true,
      cell: (row) => `${row.firing} of ${row.total}`,
    },
    {
      id: 'age',
      header: 'Age',
      width: '5rem',
      align: 'end',
      wideOnly: true,
      cell: (row) => <Time at={row.openedAt} focusable={false} />,
    },
    {
      id: 'incident',
      header: 'Incident',
      width: '10.5rem',
      cell: (row) => <GroupIncident group={row} onDo={onDo} />,
    },
  ];
}

function healthOf({ severity }: FiringGroup): 'degraded' | 'failing' {
  return severity === 'SEV3' || severity === 'SEV4' ? 'degraded' : 'failing';
}

interface GroupIncidentProps {
  group: FiringGroup;
  onDo: (what: Doing['what'], group: FiringGroup) => void;
}

function GroupIncident({ group, onDo }: GroupIncidentProps) {
  if (group.incidentId !== null)
    return (
      <Link to="/incidents/$id" params={{ id: group.incidentId }} className="ui-mono">
        {group.incidentId}
      </Link>
    );
  return (
    <span className="ui-row now-do">
      <Button aria-label={`Declare from ${group.title}`} onClick={() => onDo('declare', group)}>
        Declare
      </Button>
      <Button look="plain" aria-label={`Link ${group.title}`} onClick={() => onDo('link', group)}>
        Link
      </Button>
    </span>
  );
}
