import type { Coverage } from '@fieldmarshal/contract/checks/court';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { useTitle } from '../../app/page-title.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { useCoverage } from './court-api.ts';
import { DraftDialog, type Wanted } from './DraftDialog.tsx';
import { UnseenList } from './UnseenList.tsx';
import { WatchedWhere } from './WatchedWhere.tsx';
import '../checks.css';

/** What must work and is watched by nothing, and which incidents no check saw? */
export function CoverageScreen() {
  const coverage = useCoverage();
  const [wanted, setWanted] = useState<Wanted | null>(null);
  useTitle('What no check watches');
  return (
    <div className="screen ui-stack">
      <p className="ui-quiet">
        <Link to="/checks">Checks</Link>
      </p>
      <h1>What no check watches</h1>
      {coverage.isPending ? <Loading what="what is watched" /> : null}
      <FailureNote error={coverage.error} />
      {coverage.data === undefined ? null : (
        <>
          <Workflows coverage={coverage.data} onDraft={setWanted} />
          <UnseenList coverage={coverage.data} onDraft={setWanted} />
        </>
      )}
      {wanted === null ? null : <DraftDialog wanted={wanted} onClose={() => setWanted(null)} />}
    </div>
  );
}

/** What a part of the page shows, and how it asks for a draft. */
export interface PartProps {
  coverage: Coverage;
  onDraft: (wanted: Wanted) => void;
}

function Workflows({ coverage: { workflows, covered, environments }, onDraft }: PartProps) {
  return (
    <section className="ui-stack" aria-label="Workflows without a check">
      <h2>Workflows without a check somewhere</h2>
      <WatchedWhere environments={environments} everywhere={covered} of={covered + workflows.length} />
      <Table
        label="Workflows without a check"
        rows={workflows}
        rowKey={({ workflow }) => workflow}
        rowHeight="comfortable"
        empty={
          <Empty>
            {covered === 0
              ? 'The catalog has no workflow.'
              : 'Every workflow has a check wherever it can run.'}
          </Empty>
        }
        columns={columnsOf(onDraft, environments)}
      />
    </section>
  );
}

function columnsOf(
  onDraft: PartProps['onDraft'],
  environments: Coverage['environments'],
): Column<Coverage['workflows'][number]>[] {
  const nameOf = new Map(
    environments.map(({ environment, displayName, connection }) => [
      environment,
      connection === 'connected' ? displayName : `${displayName} (cut off)`,
    ]),
  );
  return [
    {
      id: 'workflow',
      header: 'Workflow',
      rowHeader: true,
      cell: ({ workflow, displayName }) => (
        <Link to="/catalog/$kind/$name" params={{ kind: 'Workflow', name: workflow }}>
          {displayName}
        </Link>
      ),
    },
    {
      id: 'criticality',
      header: 'Criticality',
      width: '7rem',
      cell: ({ criticality }) => (criticality === 1 ? '1, critical' : String(criticality)),
    },
    {
      id: 'where',
      header: 'Not watched in',
      wideOnly: true,
      cell: ({ missing }) => missing.map((environment) => nameOf.get(environment) ?? environment).join(', '),
    },
    {
      id: 'checks',
      header: 'Checks',
      align: 'end',
      width: '5rem',
      wideOnly: true,
      cell: ({ checks }) => checks,
    },
    {
      id: 'draft',
      header: <span className="ui-hidden">Actions</span>,
      width: '8rem',
      cell: ({ workflow }) => (
        <Button look="plain" onClick={() => onDraft({ workflow, incident: null })}>
          Draft a test
        </Button>
      ),
    },
  ];
}
