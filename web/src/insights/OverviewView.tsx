import type { Overview } from '@fieldmarshal/contract/insights';
import { FailureNote } from '../app/FailureNote.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { AfterwardsPart } from './parts/AfterwardsPart.tsx';
import { Behind, Figure } from './Figure.tsx';
import { ImpactPart } from './parts/ImpactPart.tsx';
import { useInsights, type InsightsSearch } from './insights-api.ts';
import { beforeText, shareText } from './insight-words.ts';
import { RecurrencePart } from './parts/RecurrencePart.tsx';
import { ToldPart } from './parts/ToldPart.tsx';
import { TimesTable } from './TimesTable.tsx';

/** How incidents were found, how long each step took, why they came again, whom they cost what. */
export function OverviewView({ search }: { search: InsightsSearch }) {
  const found = useInsights('', search);
  if (found.isPending) return <Loading what="numbers" />;
  if (found.data === undefined) return <FailureNote error={found.error} />;
  const numbers = found.data;
  return (
    <>
      <FailureNote error={found.error} />
      <p className="ui-quiet" role="status">
        {numbers.incidents} {numbers.incidents === 1 ? 'incident' : 'incidents'} declared {numbers.from} to{' '}
        {numbers.to} (UTC), {numbers.before} in as many days before. Drills and duplicates count in nothing.
      </p>
      {numbers.incidents === 0 ? (
        <Empty>No incident was declared in this time under these filters.</Empty>
      ) : (
        <Body numbers={numbers} />
      )}
    </>
  );
}

function Body({ numbers }: { numbers: Overview }) {
  const { reviewed, reopened, open, incidents } = numbers;
  return (
    <>
      <dl className="insights-figures">
        <FoundFirst numbers={numbers} />
        <Figure
          title="Incidents"
          value={
            <Behind name="incidents" n={incidents}>
              {incidents}
            </Behind>
          }
          note={
            <Behind name="open" n={open}>
              {open} still open
            </Behind>
          }
        />
        <Figure
          title="Came back after the end"
          value={
            <Behind name="reopened" n={reopened.part}>
              {shareText(reopened)}
            </Behind>
          }
          note={beforeText(reopened)}
        />
        <Figure
          title="Reviewed"
          value={
            <Behind name="reviewed" n={reviewed.part}>
              {shareText(reviewed)}
            </Behind>
          }
          note={
            <>
              <Behind name="not-reviewed" n={reviewed.of - reviewed.part}>
                {reviewed.of - reviewed.part} {reviewed.of - reviewed.part === 1 ? 'waits' : 'wait'} for it
              </Behind>
              ; {beforeText(reviewed)}
            </>
          }
        />
      </dl>
      <TimesTable times={numbers.times} period={`${numbers.from}-${numbers.to}`} />
      <ToldPart numbers={numbers} />
      <RecurrencePart recurrence={numbers.recurrence} period={`${numbers.from}-${numbers.to}`} />
      <ImpactPart impact={numbers.impact} incidents={incidents} period={`${numbers.from}-${numbers.to}`} />
      <AfterwardsPart numbers={numbers} />
    </>
  );
}

function FoundFirst({ numbers: { detectedBeforeUsers: first, foundBy } }: { numbers: Overview }) {
  return (
    <Figure
      title="Found before users told us"
      value={
        <Behind name="before-users" n={first.part}>
          {shareText(first)}
        </Behind>
      }
      note={
        <>
          <Behind name="found-check" n={foundBy.check}>
            {foundBy.check} by our checks
          </Behind>
          ,{' '}
          <Behind name="found-monitoring" n={foundBy.monitoring}>
            {foundBy.monitoring} by other monitoring
          </Behind>
          ,{' '}
          <Behind name="after-users" n={foundBy.people}>
            {foundBy.people} by people
          </Behind>
          ; {beforeText(first)}
        </>
      }
    />
  );
}
