import type { DrillDetail, DrillMark } from '@fieldmarshal/contract/training';
import { useState } from 'react';
import { readBoot } from '../app/boot.ts';
import { FailureNote } from '../app/FailureNote.tsx';
import { Button } from '../ui/Button.tsx';
import { Markdown } from '../app/text/Markdown.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { Time } from '../ui/Time.tsx';
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

type Said = DrillDetail['debriefs'][number];

const textOf = (said: Said | null) => ({ well: said?.well ?? '', practise: said?.practise ?? '' });
const isSame = (one: Said | null, other: Said | null): boolean =>
  JSON.stringify(textOf(one)) === JSON.stringify(textOf(other));

/** What each of those who took part or looked on says; everybody has words of their own. */
function Words({ drill }: { drill: DrillDetail }) {
  const me = readBoot().me?.person ?? null;
  const isOwn = ({ person }: Said) => person !== null && person === me;
  const own = drill.debriefs.find(isOwn) ?? null;
  const others = drill.debriefs.filter((said) => !isOwn(said));
  return (
    <>
      <h3>What people say</h3>
      {others.length === 0 ? (
        <p className="ui-quiet">Nobody else has said yet what they saw.</p>
      ) : (
        <ul className="debrief-words" aria-label="What others say">
          {others.map((said) => (
            <li key={said.person ?? said.by} className="ui-card ui-stack">
              <p>
                <b>{said.by}</b>{' '}
                <span className="ui-quiet">
                  <Time at={said.at} show="ago" />
                </span>
              </p>
              {said.well === '' ? null : <Part title="What went well" text={said.well} />}
              {said.practise === '' ? null : <Part title="What to practise" text={said.practise} />}
            </li>
          ))}
        </ul>
      )}
      <OwnWords id={drill.id} own={own} />
    </>
  );
}

function Part({ title, text }: { title: string; text: string }) {
  return (
    <div>
      <p className="ui-quiet">{title}</p>
      <Markdown text={text} />
    </div>
  );
}

function OwnWords({ id, own }: { id: string; own: Said | null }) {
  const act = useDrillAct(id);
  /** What was there when this was written. */
  const [read, setRead] = useState(own);
  const [typed, setTyped] = useState(textOf(own));
  const { well, practise } = typed;
  const take = (said: Said | null) => {
    setRead(said);
    setTyped(textOf(said));
  };
  const isOvertaken = !isSame(own, read);
  // Whoever has typed nothing sees at once what they kept on another page; what was typed stays.
  if (isOvertaken && JSON.stringify(typed) === JSON.stringify(textOf(read))) take(own);
  const keep = () => {
    const replaces = read === null ? null : textOf(read);
    const me = readBoot().me?.person;
    act.mutate(
      { path: 'debrief', body: { ...typed, replaces } },
      { onSuccess: ({ debriefs }) => take(debriefs.find(({ person }) => person === me) ?? null) },
    );
  };
  return (
    <div className="ui-stack">
      {isOvertaken && own !== null ? (
        <div className="ui-note ui-stack" role="status">
          <p>You kept other words on another page while you wrote these.</p>
          <p>
            What went well: {own.well || 'nothing'}. What to practise: {own.practise || 'nothing'}
          </p>
          <div>
            <Button onClick={() => setRead(own)}>I have read them</Button>
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
          disabledReason={
            read === null && `${well}${practise}`.trim() === '' ? 'Write something first' : undefined
          }
          onClick={keep}
        >
          Keep what I say
        </Button>
        {own === null ? null : (
          <span className="ui-quiet">
            Kept <Time at={own.at} show="ago" />
          </span>
        )}
      </div>
      <FailureNote error={act.error} />
    </div>
  );
}
