import type { Coverage } from '@fieldmarshal/contract/checks/court';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { useTitle } from '../../app/page-title.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { Time } from '../../ui/Time.tsx';
import { useCoverage, useDraftTest } from './court-api.ts';
import '../checks.css';

interface Wanted {
  workflow: string;
  incident: string | null;
}

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
          <Unseen coverage={coverage.data} onDraft={setWanted} />
        </>
      )}
      {wanted === null ? null : <DraftDialog wanted={wanted} onClose={() => setWanted(null)} />}
    </div>
  );
}

interface PartProps {
  coverage: Coverage;
  onDraft: (wanted: Wanted) => void;
}

function Workflows({ coverage: { workflows, covered }, onDraft }: PartProps) {
  return (
    <section className="ui-stack" aria-label="Workflows without a check">
      <h2>Workflows without a check</h2>
      <p className="ui-quiet">
        {covered} of {covered + workflows.length} workflows have a check in every environment that runs all
        their products.
      </p>
      <Table
        label="Workflows without a check"
        rows={workflows}
        rowKey={({ workflow }) => workflow}
        rowHeight="comfortable"
        empty={<Empty>Every workflow has a check wherever it can run.</Empty>}
        columns={columnsOf(onDraft)}
      />
    </section>
  );
}

function columnsOf(onDraft: PartProps['onDraft']): Column<Coverage['workflows'][number]>[] {
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
      cell: ({ missing }) => missing.join(', '),
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
      header: 'Do',
      width: '8rem',
      cell: ({ workflow }) => (
        <Button look="plain" onClick={() => onDraft({ workflow, incident: null })}>
          Draft a test
        </Button>
      ),
    },
  ];
}

function Unseen({ coverage: { unseen, incidents }, onDraft }: PartProps) {
  return (
    <section className="ui-stack" aria-label="Would a check have seen it?">
      <h2>Would a check have seen it?</h2>
      <p className="ui-quiet">
        {unseen.length} of {incidents} incidents of the last 30 days were seen by no check during them or in
        the hour before.
      </p>
      {unseen.length === 0 ? (
        <Empty>{incidents === 0 ? 'There was no incident.' : 'Every incident was seen by a check.'}</Empty>
      ) : (
        <ul className="checks-list">
          {unseen.map(({ incident, title, declaredAt, byPerson, product, environment, workflow }) => (
            <li key={incident} className="ui-row checks-episode">
              <span className="checks-episode-what">
                <Link to="/incidents/$id" params={{ id: incident }}>
                  {incident}
                </Link>{' '}
                {title}{' '}
                <span className="ui-quiet">
                  {[product, environment].filter(Boolean).join(' in ')}, <Time at={declaredAt} />
                  {byPerson ? ', a person was first' : ''}
                </span>
              </span>
              {workflow === null ? (
                <span className="ui-quiet">no workflow needs its product</span>
              ) : (
                <Button onClick={() => onDraft({ workflow, incident })}>Draft a test</Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function DraftDialog({ wanted: { workflow, incident }, onClose }: { wanted: Wanted; onClose: () => void }) {
  const draft = useDraftTest(workflow, incident);
  return (
    <Dialog
      open
      title="A test to start from"
      onClose={onClose}
      footer={
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <p>
        The steps are those of the catalog; what a user does at each is still to be written, and until then it
        fails. Put it into a Playwright project and send it with <code>fieldmarshal checks deploy</code>.
      </p>
      {draft.isPending ? <Loading what="the draft" /> : null}
      <FailureNote error={draft.error} />
      {draft.data === undefined ? null : <CodeBlock title={draft.data.file} code={draft.data.text} />}
    </Dialog>
  );
}
