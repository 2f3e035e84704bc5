import type {
  CitedLine,
  ModelOfIncident,
  SummaryAnswer,
  WrittenLineView,
} from '@fieldmarshal/contract/assist';
import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { CopyButton } from '../../ui/CodeBlock.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { useSummary } from './assist-api.ts';
import { Cites } from './Cites.tsx';
import { useLastLooked } from './last-looked.ts';
import { useModelText } from './model-api.ts';
import { ModelBar } from './ModelBar.tsx';
import './assist.css';

/** What is known, at the top of the room: each sentence leads to the entries it follows from. */
export function SummaryPanel({ incident }: { incident: Incident }) {
  const { id, seq } = incident;
  const summary = useSummary(id);
  const model = useModelText(id);
  const [rulesOnly, setRulesOnly] = useState(false);
  const looked = useLastLooked(id, seq);
  const written = rulesOnly ? null : (model.data?.written ?? null);
  return (
    <section className="ui-card assist-summary" aria-label="Summary">
      <div className="ui-row">
        <h2>Summary</h2>
        {summary.data === undefined ? null : (
          <>
            <span className="ui-quiet ui-small">{byWhom(summary.data, written)}</span>
            <span className="screen-gap" />
            <span className="ui-no-print">
              <CopyButton
                label="Copy the summary"
                text={plainText(incident, written?.lines ?? summary.data.lines, summary.data.asOf)}
              />
            </span>
          </>
        )}
      </div>
      {summary.isPending ? <Loading what="the summary" /> : null}
      <FailureNote error={summary.error} />
      {summary.data === undefined ? null : <Lines id={id} lines={written?.lines ?? summary.data.lines} />}
      {summary.data === undefined ? null : <Unknown summary={summary.data} />}
      {model.data === undefined ? null : (
        <ModelBar id={id} model={model.data} rulesOnly={rulesOnly} onRulesOnly={setRulesOnly} />
      )}
      {looked === null || looked >= seq ? null : <Since id={id} looked={looked} />}
    </section>
  );
}

function byWhom({ asOf }: SummaryAnswer, written: ModelOfIncident['written']): string {
  return written === null
    ? `by rules, no model, as of entry ${asOf}`
    : `by rules and ${written.model} (${written.provider}), as of entry ${written.asOf}; every sentence was verified`;
}

type ShownLine = CitedLine | WrittenLineView;

function Lines({ id, lines }: { id: string; lines: readonly ShownLine[] }) {
  return (
    <ul className="assist-lines">
      {lines.map((line) => (
        <li key={line.text} className={line.kind === 'headline' ? 'assist-headline' : undefined}>
          {line.text} <Cites id={id} cites={line.cites} />
          {'by' in line && line.by === 'model' ? <span className="assist-by"> model</span> : null}
        </li>
      ))}
    </ul>
  );
}

const slotWords = { cause: 'the cause', workaround: 'a way around it', next: 'the next step' } as const;

function Unknown({ summary: { slots } }: { summary: SummaryAnswer }) {
  const missing = (['cause', 'workaround', 'next'] as const).filter((slot) => slots[slot] === null);
  if (missing.length === 0) return null;
  return <p className="ui-quiet">Not known yet: {missing.map((slot) => slotWords[slot]).join(', ')}.</p>;
}

function Since({ id, looked }: { id: string; looked: number }) {
  const since = useSummary(id, looked);
  if (since.data === undefined || since.data.entries === 0) return null;
  const { entries, lines } = since.data;
  return (
    <section className="assist-since" aria-label="Since you last looked">
      <h3>
        Since you last looked{' '}
        <span className="ui-quiet">
          {entries === 1 ? '1 entry' : `${entries} entries`} after {looked}
        </span>
      </h3>
      {lines.length === 0 ? (
        <p className="ui-quiet">Nothing that changes the picture.</p>
      ) : (
        <Lines id={id} lines={lines} />
      )}
    </section>
  );
}

function plainText({ id }: Incident, lines: readonly ShownLine[], asOf: number): string {
  return [
    `${id}, as of entry ${asOf}`,
    ...lines.map(({ text, cites }) => `- ${text} [${cites.join(', ')}]`),
  ].join('\n');
}
