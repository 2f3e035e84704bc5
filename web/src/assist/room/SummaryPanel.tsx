import type { ModelFeature, SummaryAnswer } from '@fieldmarshal/contract/assist';
import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { CopyButton } from '../../ui/CodeBlock.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { useSummary } from './assist-api.ts';
import { Lines } from './Lines.tsx';
import { useLastLooked } from './last-looked.ts';
import { noteTaken, useModelText } from './model-api.ts';
import { Menu } from '../../ui/Menu.tsx';
import { ModelBar } from './ModelBar.tsx';
import { Since } from './Since.tsx';
import { TextDrawer } from './TextDrawer.tsx';
import { byWhom, plainText, textWords } from './text-words.ts';
import './assist.css';

const otherTexts: readonly ModelFeature[] = ['one-line', 'handover', 'review'];

/** What is known, at the top of the room: each sentence leads to the entries it follows from. */
export function SummaryPanel({ incident }: { incident: Incident }) {
  const { id, seq } = incident;
  const summary = useSummary(id);
  const model = useModelText(id);
  const [rulesOnly, setRulesOnly] = useState(false);
  const [text, setText] = useState<ModelFeature | null>(null);
  const looked = useLastLooked(id, seq);
  const isOver = incident.state === 'resolved' || incident.state === 'reviewed';
  const written = rulesOnly ? null : (model.data?.written ?? null);
  return (
    <section className="ui-card assist-summary" aria-label="Summary">
      <div className="ui-row">
        <h2>Summary</h2>
        {summary.data === undefined ? null : (
          <>
            <span className="ui-quiet ui-small">{byWhom(summary.data.asOf, written)}</span>
            <span className="screen-gap" />
            <span className="ui-no-print">
              <CopyButton
                label="Copy the summary"
                onCopied={() => noteTaken(id, written)}
                text={plainText(
                  `${id}, as of entry ${summary.data.asOf}`,
                  [],
                  written?.lines ?? summary.data.lines,
                )}
              />
              <Menu
                label="More texts"
                items={otherTexts.map((feature) => ({
                  id: feature,
                  label: textWords[feature],
                  onSelect: () => setText(feature),
                }))}
              />
            </span>
          </>
        )}
      </div>
      {summary.isPending ? <Loading what="the summary" /> : null}
      <FailureNote error={summary.error} />
      {summary.data === undefined ? null : <Lines id={id} lines={written?.lines ?? summary.data.lines} />}
      {summary.data === undefined ? null : <Unknown summary={summary.data} isOver={isOver} />}
      {model.data === undefined ? null : (
        <ModelBar id={id} model={model.data} rulesOnly={rulesOnly} onRulesOnly={setRulesOnly} />
      )}
      {looked === null || looked >= seq ? null : <Since id={id} looked={looked} />}
      {text === null ? null : <TextDrawer incident={incident} feature={text} onClose={() => setText(null)} />}
    </section>
  );
}

const slotWords = { cause: 'the cause', workaround: 'a way around it', next: 'the next step' } as const;

/** Once it is over, nobody waits for a way around it or for the next step. */
function Unknown({ summary: { slots }, isOver }: { summary: SummaryAnswer; isOver: boolean }) {
  const wanted = isOver ? (['cause'] as const) : (['cause', 'workaround', 'next'] as const);
  const missing = wanted.filter((slot) => slots[slot] === null);
  if (missing.length === 0) return null;
  return <p className="ui-quiet">Not known yet: {missing.map((slot) => slotWords[slot]).join(', ')}.</p>;
}
