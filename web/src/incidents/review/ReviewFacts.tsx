import { reviewTimes, type Incident, type StoredEvent } from '@fieldmarshal/contract/incidents/room';
import { Panel } from '../room/Panel.tsx';
import { Time } from '../../ui/Time.tsx';
import { durationText } from '../../ui/time-text.ts';

/** When each thing happened first, and how long after the declaration. */
export function ReviewFacts({ incident, events }: { incident: Incident; events: readonly StoredEvent[] }) {
  const times = reviewTimes(incident, events);
  return (
    <Panel title="Times">
      <dl className="review-times">
        {times.map(({ name, at, afterMs }) => (
          <div key={name}>
            <dt className="ui-quiet">{name}</dt>
            <dd>
              {at === null ? (
                <span className="ui-quiet">never</span>
              ) : (
                <>
                  <Time at={at} show="full" />{' '}
                  {afterMs === null ? null : <span className="ui-quiet">{afterText(afterMs)}</span>}
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

/** A wrong clock is named, never hidden. */
function afterText(ms: number): string {
  return ms < 0
    ? `${durationText(-ms)} before the declaration: a clock was wrong`
    : `after ${durationText(ms)}`;
}
