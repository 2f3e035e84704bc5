import type { RunnerView } from '@fieldmarshal/contract/checks/runner';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { sendJson } from '../../app/http.ts';
import { useTitle } from '../../app/page-title.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Confirm.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { HealthGlyph, type Health } from '../../ui/HealthGlyph.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Table } from '../../ui/Table.tsx';
import { Time } from '../../ui/Time.tsx';
import { showToast } from '../../ui/toast.ts';
import { msText } from '../check-words.tsx';
import { useRunners } from '../checks-api.ts';
import { ChangeDialog, RenewDialog } from './ChangeDialog.tsx';
import { EnrolDialog } from './EnrolDialog.tsx';
import { KeyDialog } from './KeyDialog.tsx';
import '../checks.css';

const states: Readonly<Record<RunnerView['state'], { health: Health; word: string }>> = {
  new: { health: 'nodata', word: 'Not seen yet' },
  ok: { health: 'ok', word: 'OK' },
  late: { health: 'degraded', word: 'Late' },
  overloaded: { health: 'degraded', word: 'Overloaded' },
  silent: { health: 'failing', word: 'Silent' },
  revoked: { health: 'skipped', word: 'Revoked' },
};

/** Who runs the checks, from where, and is every one of them well? */
export function RunnersScreen() {
  const runners = useRunners();
  const [enrolling, setEnrolling] = useState(false);
  useTitle('Runners');
  return (
    <div className="screen ui-stack">
      <div className="ui-row">
        <h1>Runners</h1>
        <span className="screen-gap" />
        <Link to="/checks">Checks</Link>
        <Button look="primary" onClick={() => setEnrolling(true)}>
          Enrol a runner
        </Button>
      </div>
      {runners.isPending ? <Loading what="runners" /> : null}
      <FailureNote error={runners.error} />
      {runners.data === undefined ? null : <RunnerTable runners={runners.data.items} />}
      {enrolling ? <EnrolDialog onClose={() => setEnrolling(false)} /> : null}
    </div>
  );
}

interface Doing {
  what: 'change' | 'renew' | 'revoke' | 'key';
  runner: RunnerView;
}

function RunnerTable({ runners }: { runners: RunnerView[] }) {
  const [doing, setDoing] = useState<Doing | null>(null);
  const close = () => setDoing(null);
  return (
    <>
      <Table
        label="Runners"
        rows={runners}
        rowKey={({ id }) => id}
        rowHeight="comfortable"
        empty={<Empty>No runner is in service: no check runs.</Empty>}
        columns={[
          { id: 'name', header: 'Runner', rowHeader: true, cell: ({ name }) => name },
          { id: 'place', header: 'Place', width: '7rem', wideOnly: true, cell: ({ place }) => place },
          {
            id: 'serves',
            header: 'Serves',
            width: '10rem',
            wideOnly: true,
            cell: ({ environments }) =>
              environments.length === 0 ? 'every environment' : environments.join(', '),
          },
          { id: 'state', header: 'State', width: '7rem', cell: stateOf },
          {
            id: 'problems',
            header: 'What is wrong',
            wideOnly: true,
            cell: problemsOf,
          },
          {
            id: 'runs',
            header: 'Runs, 1 h',
            align: 'end',
            width: '6rem',
            wideOnly: true,
            cell: ({ runs }) => runs,
          },
          {
            id: 'late',
            header: 'Late, p95',
            align: 'end',
            width: '6rem',
            wideOnly: true,
            cell: ({ latenessP95Ms }) => msText(latenessP95Ms),
          },
          {
            id: 'seen',
            header: 'Seen',
            width: '6rem',
            wideOnly: true,
            cell: seenOf,
          },
          {
            id: 'do',
            header: <span className="ui-hidden">Actions</span>,
            width: '7rem',
            cell: (runner) => actionsOf(runner, setDoing),
          },
        ]}
      />
      {doing === null ? null : <DoingDialog doing={doing} onDo={setDoing} onClose={close} />}
    </>
  );
}

interface DoingDialogProps {
  doing: Doing;
  onDo: (doing: Doing) => void;
  onClose: () => void;
}

function DoingDialog({ doing: { what, runner }, onDo, onClose }: DoingDialogProps) {
  switch (what) {
    case 'change':
      return <ChangeDialog runner={runner} onClose={onClose} />;
    case 'renew':
      return <RenewDialog runner={runner} onClose={onClose} />;
    case 'revoke':
      return <Revoke runner={runner} onClose={onClose} />;
    case 'key':
      return <KeyDialog runner={runner} onRenew={() => onDo({ what: 'renew', runner })} onClose={onClose} />;
  }
}

function stateOf({ state, otherKey }: RunnerView) {
  const isAsked = otherKey !== null && (state === 'ok' || state === 'new');
  const { health, word } = isAsked ? { health: 'degraded' as const, word: 'Other key' } : states[state];
  return <HealthGlyph health={health} label={word} />;
}

function problemsOf({ problems }: RunnerView) {
  return <span className="checks-wrap">{problems.join(' ') || '–'}</span>;
}

function seenOf({ lastSeenAt }: RunnerView) {
  return lastSeenAt === null ? '–' : <Time at={lastSeenAt} focusable={false} />;
}

function actionsOf(runner: RunnerView, onDo: (doing: Doing) => void) {
  if (runner.embedded) return <span className="ui-quiet">in the server</span>;
  const item = (what: Doing['what'], label: string) => ({
    id: what,
    label,
    onSelect: () => onDo({ what, runner }),
  });
  return (
    <Menu
      look="plain"
      label="Change"
      aria-label={`Change ${runner.name}`}
      items={[
        ...(runner.otherKey === null ? [] : [item('key', 'Look at its other key')]),
        item('change', 'Change what it runs'),
        item('renew', 'Give it a new token'),
        item('revoke', 'Revoke'),
      ]}
    />
  );
}

function Revoke({ runner, onClose }: { runner: RunnerView; onClose: () => void }) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: async () => sendJson('DELETE', `/api/v1/runners/${runner.id}`, {}),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries();
    },
    onError: (error) => showToast({ text: sentenceOf(error) }),
  });
  return (
    <Confirm
      title={`Take ${runner.name} out of service?`}
      open
      verb="Revoke"
      busy={revoke.isPending}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    >
      Its token is refused from then on. What it holds is run by others when its leases end.
    </Confirm>
  );
}
