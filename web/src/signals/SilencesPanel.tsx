import type { Silence } from '@fieldmarshal/contract/signals/silence';
import { useState } from 'react';
import { sentenceOf } from '../incidents/incident-api.ts';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';
import { MaintenanceDialog, SilenceDialog } from './SilenceDialogs.tsx';
import { useSignalAct, useSilences } from './signal-api.ts';
import { PlannedWork } from './work/PlannedWork.tsx';
import { PlanWorkDialog } from './work/WorkDialog.tsx';

type Kind = 'silences' | 'maintenance-windows';
type Adding = Kind | 'repeating';

/** What is silenced now or will be. Silenced alerts are stored and shown, but open nothing and page nobody. */
export function SilencesPanel() {
  const [adding, setAdding] = useState<Adding | null>(null);
  return (
    <>
      <div className="ui-row">
        <Button look="primary" onClick={() => setAdding('silences')}>
          Silence
        </Button>
        <Button onClick={() => setAdding('maintenance-windows')}>Plan maintenance</Button>
        <Button onClick={() => setAdding('repeating')}>Plan maintenance that comes again</Button>
      </div>
      <SilenceList kind="silences" title="Silences" />
      <SilenceList kind="maintenance-windows" title="Maintenance windows" />
      <PlannedWork />
      {adding === 'silences' ? <SilenceDialog onClose={() => setAdding(null)} /> : null}
      {adding === 'repeating' ? <PlanWorkDialog onClose={() => setAdding(null)} /> : null}
      {adding === 'maintenance-windows' ? <MaintenanceDialog onClose={() => setAdding(null)} /> : null}
    </>
  );
}

interface Acts {
  onEnd: (row: Silence) => void;
  onChange: (row: Silence) => void;
}

function columnsOf({ onEnd, onChange }: Acts): readonly Column<Silence>[] {
  return [
    { id: 'state', header: 'State', width: '6rem', cell: (row) => row.state },
    { id: 'what', header: 'What', rowHeader: true, cell: (row) => coverText(row) },
    { id: 'why', header: 'Why', wideOnly: true, cell: (row) => row.title },
    {
      id: 'who',
      header: 'Who',
      width: '10rem',
      wideOnly: true,
      cell: (row) => (row.source === null ? row.createdBy : 'its plan'),
    },
    {
      id: 'from',
      header: 'From',
      width: '11rem',
      wideOnly: true,
      cell: (row) => <Time at={row.startsAt} show="moment" focusable={false} />,
    },
    {
      id: 'until',
      header: 'Ends',
      width: '7rem',
      cell: (row) => <Time at={row.endsAt} show="countdown" focusable={false} />,
    },
    {
      id: 'do',
      header: <span className="ui-hidden">Actions</span>,
      width: '9rem',
      cell: (row) => (
        <>
          {row.source === null ? (
            <Button look="plain" aria-label={`Change: ${coverText(row)}`} onClick={() => onChange(row)}>
              Change
            </Button>
          ) : null}
          <Button look="plain" aria-label={`${endWord(row)}: ${coverText(row)}`} onClick={() => onEnd(row)}>
            {endWord(row)}
          </Button>
        </>
      ),
    },
  ];
}

function endWord({ state }: Silence): string {
  return state === 'pending' ? 'Call off' : 'End now';
}

function coverText(row: Silence): string {
  const parts = [
    ...row.matchers,
    ...row.products.map((name) => `product ${name}`),
    ...row.environments.map((name) => `environment ${name}`),
  ];
  return parts.join(', ');
}

function SilenceList({ kind, title }: { kind: Kind; title: string }) {
  const list = useSilences(kind);
  const act = useSignalAct();
  const [changed, setChanged] = useState<Silence | null>(null);
  const columns = columnsOf({
    onEnd: (row) => act.mutate({ path: `${kind}/${row.id}/end`, done: 'Ended' }),
    onChange: setChanged,
  });
  const Dialog = kind === 'silences' ? SilenceDialog : MaintenanceDialog;
  return (
    <section className="ui-stack" aria-label={title}>
      <h2>{title}</h2>
      {list.isPending ? <Loading what={title.toLowerCase()} /> : null}
      {list.isError ? (
        <ErrorNote onRetry={() => void list.refetch()}>{sentenceOf(list.error)}</ErrorNote>
      ) : null}
      {list.isSuccess ? (
        <Table
          label={`${title} in force or planned`}
          columns={columns}
          rows={list.data.items}
          rowKey={(row) => row.id}
          empty={<Empty>None is in force or planned.</Empty>}
        />
      ) : null}
      {changed === null ? null : <Dialog changed={changed} onClose={() => setChanged(null)} />}
    </section>
  );
}
