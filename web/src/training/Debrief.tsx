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

const textOf = (said: DrillDetail['debrief']) => ({
  well: said?.well ?? '',
  practise: said?.practise ?? '',
});
const isSame = (one: DrillDetail['debrief'], other: DrillDetail['debrief']): boolean =>
  JSON.stringify(textOf(one)) === JSON.stringify(textOf(other));

function Words({ drill: { id, debrief } }: { drill: DrillDetail }) {
  const act = useDrillAct(id);
  /** What was there when this was written. */
  const [read, setRead] = useState(debrief);
  const [typed, setTyped] = useState(textOf(debrief));
  const { well, practise } = typed;
  const take = (said: DrillDetail['debrief']) => {
    setRead(said);
    setTyped(textOf(said));
  };
  const isOvertaken = !isSame(debrief, read);
  // Whoever has typed nothing sees at once what others kept; what was typed stays.
  if (isOvertaken && JSON.stringify(typed) === JSON.stringify(textOf(read))) take(debrief);
  const keep = () => {
    const replaces = read === null ? null : textOf(read);
    act.mutate(
      { path: 'debrief', body: { ...typed, replaces } },
      { onSuccess: (kept) => take(kept.debrief) },
    );
  };
  return (
    <div className="ui-stack">
      {isOvertaken && debrief !== null ? (
        <div className="ui-note ui-stack" role="status">
          <p>{debrief.by} kept other words while you wrote yours.</p>
          <p>
            What went well: {debrief.well || 'nothing'}. What to practise: {debrief.practise || 'nothing'}
          </p>
          <div>
            <Button onClick={() => setRead(debrief)}>I have read them</Button>
          </div>
        </div>
      ) : null}
      <TextArea
        label="What went well"
        value={well}
        onChange={(text) => setTyped({ ...typed, well: text })}
        maxLength={4000}
      />
      <TextArea
        label="What to practise"
        value={practise}
        onChange={(text) => setTyped({ ...typed, practise: text })}
        maxLength={4000}
      />
      <div className="ui-row">
        <Button
          busy={act.isPending}
          disabledReason={`${well}${practise}`.trim() === '' ? 'Write something first' : undefined}
          onClick={keep}
        >
          Keep the debrief
        </Button>
        {debrief === null ? null : <span className="ui-quiet">Kept by {debrief.by}</span>}
      </div>
      <FailureNote error={act.error} />
    </div>
  );
}
