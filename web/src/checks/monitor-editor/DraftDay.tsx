import type { CheckPreview, PreviewPlace } from '@fieldmarshal/contract/checks/preview';
import { useNames } from '../../catalog/object-api.ts';
import type { Draft } from '../../catalog/editor/draft.ts';
import type { usePreview } from '../../catalog/editor/preview.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Time } from '../../ui/Time.tsx';
import { CheckStateMark } from '../check-words.tsx';
import { DayLine } from './DayLine.tsx';
import type { MonitorForm } from './monitor-form.ts';
import { TryIt } from './TryIt.tsx';

interface DraftDayProps {
  preview: ReturnType<typeof usePreview<CheckPreview>>;
  draft: Draft<MonitorForm>;
  /** What is still missing before the draft means something. */
  needed: string | undefined;
}

/** What would have happened with this setting, and what it finds now. */
export function DraftDay({ preview: { data, failure, faults, isStale }, draft, needed }: DraftDayProps) {
  const isOld = data !== undefined && (faults.length > 0 || needed !== undefined);
  return (
    <section className="ui-stack" aria-label="The last day with this setting" aria-busy={isStale}>
      <h2>The last day with this setting</h2>
      {failure === null || failure === undefined ? null : <ErrorNote>{sentenceOf(failure)}</ErrorNote>}
      {data === undefined && faults.length === 0 && !failure ? (
        needed === undefined ? (
          <Loading what="the last day" />
        ) : (
          <Empty>{needed} to see when it would have been failing.</Empty>
        )
      ) : null}
      {isOld ? (
        <p className="ui-quiet" role="status">
          As of the last draft that could be read.
        </p>
      ) : null}
      {data?.places.map((place) => (
        <PlaceDay key={place.environment} place={place} from={data.from} to={data.to} />
      ))}
      <TryIt draft={draft} needed={needed} />
    </section>
  );
}

function PlaceDay({ place, from, to }: { place: PreviewPlace; from: string; to: string }) {
  const environmentOf = useNames('Environment');
  const { environment, source, note, looked, failed, alarmCount, alarms, imminent, state } = place;
  return (
    <article className="ui-card ui-stack" aria-label={environmentOf(environment)}>
      <div className="ui-row">
        <h3>{environmentOf(environment)}</h3>
        {state === null ? null : <CheckStateMark state={state} />}
      </div>
      {source === 'nothing' ? null : (
        <p>
          <b>{alarmCount === 0 ? 'No alert' : alarmCount === 1 ? '1 alert' : `${alarmCount} alerts`}</b>:{' '}
          {failed} of {looked} {source === 'runs' ? 'recorded runs' : 'points'} would fail
          {imminent.length === 0 ? '' : `, and ${imminent.length} times it would have told ahead`}.
        </p>
      )}
      {note === null ? null : <p className="ui-quiet">{note}</p>}
      <DayLine place={place} from={from} to={to} />
      {alarms.length === 0 && imminent.length === 0 ? null : (
        <ul className="checks-list">
          {alarms.map((alarm) => (
            <li key={alarm.from}>
              <Time at={alarm.from} show="clock" /> to{' '}
              {alarm.to === null ? 'now' : <Time at={alarm.to} show="clock" />}: {alarm.reason}
            </li>
          ))}
          {imminent.map(({ from: at, what }) => (
            <li key={at}>
              <Time at={at} show="clock" /> imminent: {what}
            </li>
          ))}
          {alarmCount > alarms.length ? <li>and {alarmCount - alarms.length} more</li> : null}
        </ul>
      )}
    </article>
  );
}
