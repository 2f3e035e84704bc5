import type { FailingGroup } from '@fieldmarshal/contract/localisation/cause';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { useNames } from '../../catalog/object-api.ts';
import { useFailingGroups } from '../../localisation/cause-api.ts';
import { answerWords, groupSentence } from '../../localisation/cause-words.ts';
import { Button } from '../../ui/Button.tsx';
import { HealthGlyph } from '../../ui/HealthGlyph.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { Time } from '../../ui/Time.tsx';
import { byLikelyCause } from './failing-rows.ts';
import { FailingDialog, type Doing } from './FailingDialog.tsx';

const namedMax = 2;

/** What fails, as matters rather than checks: the likely cause of each, and what to do about it. Nothing where nothing fails. */
export function FailingGroups() {
  const failing = useFailingGroups();
  const navigate = useNavigate();
  const [doing, setDoing] = useState<Doing | null>(null);
  const columns = useColumns(setDoing);
  if (failing.isError) return <FailureNote error={failing.error} />;
  const rows = byLikelyCause(failing.data?.items ?? []);
  if (rows.length === 0) return null;
  const checks = rows.reduce((sum, group) => sum + group.checks.length, 0);
  return (
    <section className="ui-stack" aria-label="Failing, by likely cause">
      <div className="ui-row">
        <h2>Failing, by likely cause</h2>
        <span className="ui-quiet">
          {rows.length} {rows.length === 1 ? 'group' : 'groups'} from {checks}{' '}
          {checks === 1 ? 'failing cell' : 'failing cells'}
        </span>
      </div>
      <Table
        label="Failing, by likely cause"
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        rowHeight="comfortable"
        onOpen={({ id, incidentId }) =>
          void (incidentId === null
            ? navigate({ to: '/causes/failing/$id', params: { id } })
            : navigate({ to: '/incidents/$id', params: { id: incidentId } }))
        }
        empty={null}
      />
      {doing === null ? null : <FailingDialog doing={doing} onClose={() => setDoing(null)} />}
    </section>
  );
}

function useColumns(onDo: (doing: Doing) => void): Column<FailingGroup>[] {
  const nameOf = useNames('Check');
  const environmentOf = useNames('Environment');
  return [
    {
      id: 'cause',
      header: 'Likely cause',
      rowHeader: true,
      width: '20rem',
      cell: (group) => (
        <>
          <HealthGlyph health="failing" label={false} />{' '}
          <Link to="/causes/failing/$id" params={{ id: group.id }}>
            {groupSentence(group)}
          </Link>
          {group.answer === null ? null : (
            <span className="ui-quiet">, {answerWords[group.answer.answer]}</span>
          )}
        </>
      ),
    },
    {
      id: 'where',
      header: 'Where',
      width: '9rem',
      cell: ({ environment }) => environmentOf(environment),
    },
    { id: 'checks', header: 'Checks', wideOnly: true, cell: (group) => <Checks {...{ group, nameOf }} /> },
    {
      id: 'since',
      header: 'Since',
      width: '5rem',
      align: 'end',
      wideOnly: true,
      cell: ({ since }) => <Time at={since} focusable={false} />,
    },
    {
      id: 'incident',
      header: 'Incident',
      width: '10.5rem',
      cell: (group) => <GroupIncident group={group} onDo={onDo} />,
    },
  ];
}

function Checks({ group: { checks }, nameOf }: { group: FailingGroup; nameOf: (name: string) => string }) {
  const left = checks.length - namedMax;
  return (
    <>
      {checks.slice(0, namedMax).map((name, index) => (
        <span key={name}>
          {index === 0 ? '' : ', '}
          <Link to="/checks/$name" params={{ name }}>
            {nameOf(name)}
          </Link>
        </span>
      ))}
      {left > 0 ? <span className="ui-quiet"> and {left} more</span> : null}
    </>
  );
}

function GroupIncident({ group, onDo }: { group: FailingGroup; onDo: (doing: Doing) => void }) {
  if (group.incidentId !== null)
    return (
      <Link to="/incidents/$id" params={{ id: group.incidentId }} className="ui-mono">
        {group.incidentId}
      </Link>
    );
  const where = groupSentence(group);
  return (
    <span className="ui-row checks-do">
      <Button aria-label={`Declare: ${where}`} onClick={() => onDo({ what: 'declare', group })}>
        Declare
      </Button>
      <Button look="plain" aria-label={`Link: ${where}`} onClick={() => onDo({ what: 'link', group })}>
        Link
      </Button>
    </span>
  );
}
