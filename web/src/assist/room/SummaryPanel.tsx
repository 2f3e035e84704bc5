import type { CitedLine, SummaryAnswer } from '@fieldmarshal/contract/assist';
import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { FailureNote } from '../../app/FailureNote.tsx';
import { CopyButton } from '../../ui/CodeBlock.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { useSummary } from './assist-api.ts';
import { Cites } from './Cites.tsx';
import { useLastLooked } from './last-looked.ts';
import './assist.css';

/** What is known, at the top of the room: each sentence leads to the entries it follows from. */
export function SummaryPanel({ incident }: { incident: Incident }) {
  const { id, seq } = incident;
  const summary = useSummary(id);
  const looked = useLastLooked(id, seq);
  return (
    <section className="ui-card assist-summary" aria-label="Summary">
      <div className="ui-row">
        <h2>Summary</h2>
        {summary.data === undefined ? null : (
          <>
            <span className="ui-quiet ui-small">
              {summary.data.by === 'rules' ? 'by rules, no model' : `by ${summary.data.by}`}, as of entry{' '}
              {summary.data.asOf}
            </span>
            <span className="screen-gap" />
            <span className="ui-no-print">
              <CopyButton label="Copy the summary" text={plainText(incident, summary.data)} />
            </span>
          </>
        )}
      </div>
      {summary.isPending ? <Loading what="the summary" /> : null}
      <FailureNote error={summary.error} />
      {summary.data === undefined ? null : <Lines id={id} lines={summary.data.lines} />}
      {summary.data === undefined ? null : <Unknown summary={summary.data} />}
      {looked === null || looked >= seq ? null : <Since id={id} looked={looked} />}
    </section>
  );
}

function Lines({ id, lines }: { id: string; lines: readonly CitedLine[] }) {
  return (
    <ul className="assist-lines">
      {lines.map((line) => (
        <li key={line.text} className={line.kind === 'headline' ? 'assist-headline' : undefined}>
          {line.text} <Cites id={id} cites={line.cites} />
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

function plainText({ id }: Incident, { lines, asOf }: SummaryAnswer): string {
  return [
    `${id}, as of entry ${asOf}`,
    ...lines.map(({ text, cites }) => `- ${text} [${cites.join(', ')}]`),
  ].join('\n');
}
