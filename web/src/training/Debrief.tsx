import type { DrillDetail, DrillMark } from '@fieldmarshal/contract/training';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { Button } from '../ui/Button.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { useDrillAct } from './training-api.ts';

const columns: readonly Column<DrillMark>[] = [
  { id: 'title', header: 'Looked at', rowHeader: true, cell: ({ title }) => title },
  { id: 'got', header: 'Was', width: '11rem', cell: ({ got }) => got },
  { id: 'target', header: 'Should be', width: '11rem', cell: ({ target }) => target },
  {
    id: 'points',
    header: 'Points',
    width: '7rem',
    align: 'end',
    cell: ({ points, weight }) => `${Math.round(points * weight * 10) / 10} of ${weight}`,
  },
];

/** How it went: the score, what was right, and what people say of it. */
export function Debrief({ drill }: { drill: DrillDetail }) {
  const { result, solution } = drill;
  return (
    <section className="ui-stack" aria-label="Debrief">
      <h2>Debrief{result === null ? '' : `: ${result.score} of 100`}</h2>
      {result === null ? <p className="ui-quiet">It was watched; there is nothing to score.</p> : null}
      {solution === null || solution.explanation === '' ? null : (
        <p>
          What was right: {solution.severity ?? 'no severity'}
          {solution.cause === null ? '' : `, cause ${solution.cause}`}. {solution.explanation}
        </p>
      )}
      {result === null ? null : (
        <>
          <p className="ui-quiet">Times are of the scenario, reckoned as those of real incidents are.</p>
          <Table
            label="Marks"
            columns={columns}
            rows={result.marks}
            rowKey={({ mark }) => mark}
            empty={null}
          />
        </>
      )}
      <Words drill={drill} />
    </section>
  );
}

function Words({ drill: { id, debrief } }: { drill: DrillDetail }) {
  const act = useDrillAct(id);
  const [well, setWell] = useState(debrief?.well ?? '');
  const [practise, setPractise] = useState(debrief?.practise ?? '');
  return (
    <div className="ui-stack">
      <TextArea label="What went well" value={well} onChange={setWell} maxLength={4000} />
      <TextArea label="What to practise" value={practise} onChange={setPractise} maxLength={4000} />
      <div className="ui-row">
        <Button
          busy={act.isPending}
          disabledReason={`${well}${practise}`.trim() === '' ? 'Write something first' : undefined}
          onClick={() => act.mutate({ path: 'debrief', body: { well, practise } })}
        >
          Keep the debrief
        </Button>
        {debrief === null ? null : <span className="ui-quiet">Kept by {debrief.by}</span>}
      </div>
      <FailureNote error={act.error} />
    </div>
  );
}
