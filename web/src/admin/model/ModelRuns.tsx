import type { ModelRun } from '@fieldmarshal/contract/assist';
import { Link } from '@tanstack/react-router';
import { modelTexts, textWords } from '../../assist/room/text-words.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Time } from '../../ui/Time.tsx';
import { useCompare, useModelRuns } from './model-admin-api.ts';
import './model.css';

/** The last calls: both texts side by side, what was refused and why, what people did with it. */
export function ModelRuns() {
  const runs = useModelRuns();
  return (
    <section className="ui-stack" aria-label="What was asked">
      <h2>What was asked</h2>
      {runs.isPending ? <Loading what="the last calls" /> : null}
      {runs.isError ? (
        <ErrorNote onRetry={() => void runs.refetch()}>{sentenceOf(runs.error)}</ErrorNote>
      ) : null}
      {runs.data?.items.length === 0 ? <Empty>Nothing was asked of a model yet.</Empty> : null}
      {(runs.data?.items ?? []).map((run) => (
        <RunCard key={run.id} run={run} />
      ))}
    </section>
  );
}

function RunCard({ run }: { run: ModelRun }) {
  const passed = run.verdicts.filter(({ shown }) => shown).length;
  return (
    <details className="ui-card">
      <summary>
        {[run.incidentId ?? '', featureWord(run.feature)].filter(Boolean).join(', ')},{' '}
        <Time at={run.at} focusable={false} />: {passed} of {run.verdicts.length} sentences passed
        {run.reason === '' ? '' : `. ${run.reason}`}
        {run.action === null
          ? ''
          : ` (${run.action} by ${run.actionBy}${run.editDistance === null ? '' : `, ${run.editDistance} words`})`}
      </summary>
      <div className="ui-stack">
        <p className="ui-quiet">
          {run.model} ({run.provider}), {run.mode}, {run.tokensIn} + {run.tokensOut} tokens
          {run.cost === null ? '' : `, cost ${(run.cost / 1e6).toFixed(4)}`}, {(run.ms / 1000).toFixed(1)} s.{' '}
          {run.incidentId === null ? null : (
            <Link to="/incidents/$id" params={{ id: run.incidentId }}>
              {run.incidentId}
            </Link>
          )}
        </p>
        <div className="model-beside">
          <Text title="By rules" lines={run.rules} />
          <Text title="With the model" lines={run.lines.map(({ text }) => text)} />
        </div>
        <Compare run={run} />
        <Refused run={run} />
        {run.prompt === null ? null : (
          <details>
            <summary>What left</summary>
            <pre className="ui-mono model-left" tabIndex={0}>
              {run.prompt}
            </pre>
          </details>
        )}
        {run.reply === null ? null : (
          <details>
            <summary>What came back</summary>
            <pre className="ui-mono model-left" tabIndex={0}>
              {run.reply}
            </pre>
          </details>
        )}
      </div>
    </details>
  );
}

/** In the shadow nobody sees a text: whoever compares says which of the two is better. */
function Compare({ run }: { run: ModelRun }) {
  const compare = useCompare();
  if (run.mode !== 'shadow' || run.origin === 'rules' || run.incidentId === null) return null;
  const choices = [
    { isBetter: true, label: 'Better with the model', action: 'accepted' },
    { isBetter: false, label: 'Better by rules', action: 'dismissed' },
  ] as const;
  return (
    <div className="ui-row">
      {choices.map(({ isBetter, label, action }) => (
        <Button
          key={label}
          look="plain"
          aria-pressed={run.action === action}
          busy={compare.isPending}
          onClick={() => compare.mutate({ run, isBetter })}
        >
          {label}
        </Button>
      ))}
    </div>
  );
}

function featureWord(feature: string): string {
  if (feature === 'probe') return 'a try';
  const known = modelTexts.find((one) => one === feature);
  return known === undefined ? feature : textWords[known].toLowerCase();
}

function Text({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <section>
      <h3>{title}</h3>
      {lines.length === 0 ? <p className="ui-quiet">Nothing.</p> : null}
      <ul className="model-lines">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

function Refused({ run }: { run: ModelRun }) {
  const refused = run.verdicts.filter(({ shown }) => !shown);
  if (refused.length === 0) return null;
  return (
    <section>
      <h3>Refused</h3>
      <ul className="model-lines">
        {refused.map(({ text, faults }) => (
          <li key={text}>
            {text}{' '}
            <span className="ui-quiet">
              {faults.map(({ kind, what }) => (what === '' ? kind : `${kind}: ${what}`)).join('; ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
