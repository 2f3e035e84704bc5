import type { ScheduleOnCall } from '@fieldmarshal/contract/oncall/contract';
import { Link } from '@tanstack/react-router';
import { HealthGlyph } from '../../ui/HealthGlyph.tsx';
import { Time } from '../../ui/Time.tsx';

interface NoHubProps {
  schedules: readonly ScheduleOnCall[];
  isOfHub: (person: string) => boolean;
}

/** What no hub shows: who is on call and sits nowhere, and schedules that have nobody. Nothing where there is neither. */
export function NoHub({ schedules, isOfHub }: NoHubProps) {
  const elsewhere = schedules.flatMap((schedule) =>
    schedule.people.filter(({ person }) => !isOfHub(person)).map((person) => ({ schedule, person })),
  );
  const deserted = schedules.filter(({ people }) => people.length === 0);
  if (elsewhere.length + deserted.length === 0) return null;
  const title =
    elsewhere.length === 0
      ? 'Nobody on call'
      : deserted.length === 0
        ? 'Of no hub'
        : 'Nobody on call, and of no hub';
  return (
    <section className="ui-card ui-stack" aria-label={title}>
      <h2>{title}</h2>
      <ul className="oncall-list">
        {deserted.map(({ schedule, displayName: title, next }) => (
          <li key={schedule}>
            <span>
              <HealthGlyph health="failing" label={false} />{' '}
              <Link to="/oncall/$name" params={{ name: schedule }}>
                {title}
              </Link>
              : <b>nobody is on call</b>
              {next === null ? null : (
                <span className="ui-quiet">
                  , next in <Time at={next.from} show="countdown" />
                </span>
              )}
            </span>
          </li>
        ))}
        {elsewhere.map(({ schedule, person }) => (
          <li key={`${schedule.schedule} ${person.person}`}>
            <span>
              <b>{person.displayName}</b>{' '}
              <span className="ui-quiet">
                {schedule.displayName}
                {schedule.until === null ? null : (
                  <>
                    , <Time at={schedule.until} show="countdown" /> left
                  </>
                )}
                {schedule.onFallback ? ' (fallback)' : ''}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
