import type { DrillSummary } from '@fieldmarshal/contract/training';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { useKeys } from '../app/keys/keys.ts';
import { useTitle } from '../app/page-title.ts';
import { Together } from '../app/screen/Together.tsx';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';
import { stateText } from './drill-words.ts';
import { ScenarioList } from './ScenarioList.tsx';
import { LadderSection } from './ladder/LadderSection.tsx';
import { StartDrillDialog } from './StartDrillDialog.tsx';
import { useDrills } from './training-api.ts';
import './training.css';

/** What can I practise, and how did it go before? */
export function TrainingScreen() {
  useTitle('Training');
  const [asked, setAsked] = useState<{ scenario?: string } | null>(null);
  useKeys([
    { id: 'training.start', keys: 'n', label: 'Start a drill', group: 'Training', run: () => setAsked({}) },
  ]);
  return (
    <Together className="screen ui-stack">
      <div className="ui-row training-head">
        <h1>Training</h1>
        <Button look="primary" keyHint="n" onClick={() => setAsked({})}>
          Start a drill
        </Button>
      </div>
      <p className="ui-quiet">
        A drill plays an incident into a room of its own. Only who leads in it is paged, nothing reaches
        customers, and no number counts it.
      </p>
      <LadderSection />
      <Drills />
      <ScenarioList onStart={(scenario) => setAsked({ scenario })} />
      {asked === null ? null : <StartDrillDialog scenario={asked.scenario} onClose={() => setAsked(null)} />}
    </Together>
  );
}

const columns: readonly Column<DrillSummary>[] = [
  {
    id: 'id',
    header: 'Drill',
    width: '5rem',
    wideOnly: true,
    cell: ({ id }) => <span className="ui-mono">{id}</span>,
  },
  {
    id: 'title',
    header: 'What',
    rowHeader: true,
    cell: ({ id, title }) => (
      <Link to="/drills/$id" params={{ id }}>
        DRILL {title}
      </Link>
    ),
  },
  {
    id: 'trainee',
    header: 'Leads',
    width: '9rem',
    wideOnly: true,
    cell: ({ trainee }) => trainee?.name ?? 'watched',
  },
  { id: 'state', header: 'State', width: 'clamp(7rem, 30vw, 11rem)', cell: (drill) => stateText(drill) },
  { id: 'score', header: 'Score', width: '5rem', align: 'end', cell: ({ score }) => score ?? '–' },
  {
    id: 'when',
    header: 'Started',
    width: '9rem',
    wideOnly: true,
    cell: ({ startedAt }) => <Time at={startedAt} show="moment" focusable={false} />,
  },
];

function Drills() {
  const drills = useDrills();
  const navigate = useNavigate();
  return (
    <section className="ui-stack" aria-label="Drills">
      <h2>Drills</h2>
      <FailureNote error={drills.error} />
      {drills.isPending ? <Loading what="drills" /> : null}
      {drills.data === undefined ? null : (
        <Table
          label="Drills"
          columns={columns}
          rows={drills.data.items}
          rowKey={({ id }) => id}
          onOpen={({ id }) => void navigate({ to: '/drills/$id', params: { id } })}
          empty={
            <Empty>No drill yet. Start one from a scenario below, or from any incident that is over.</Empty>
          }
        />
      )}
    </section>
  );
}
