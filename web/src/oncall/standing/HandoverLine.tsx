import type { ScheduleOnCall } from '@fieldmarshal/contract/oncall/contract';
import { Link } from '@tanstack/react-router';
import { useNames } from '../../catalog/object-api.ts';
import { OpenHandovers } from '../../handover/OpenHandovers.tsx';
import { Time } from '../../ui/Time.tsx';

/** Handovers that wait, each with where it stands, and the change of watch that comes next. */
export function HandoverLine({ schedules }: { schedules: readonly ScheduleOnCall[] }) {
  const nameOf = useNames('Person');
  const [next] = schedules
    .filter((each) => each.next !== null)
    .toSorted((a, b) => Date.parse(a.next?.from ?? '') - Date.parse(b.next?.from ?? ''));
  return (
    <section className="ui-card ui-stack" aria-label="Handovers">
      <h2>Handovers</h2>
      <OpenHandovers />
      {next?.next ? (
        <p>
          Next:{' '}
          <Link to="/oncall/$name" params={{ name: next.schedule }}>
            {next.displayName}
          </Link>
          , {next.people.map(({ displayName }) => displayName).join(', ') || 'nobody'} to{' '}
          {next.next.people.map((person) => nameOf(person)).join(', ') || 'nobody'}, in{' '}
          <Time at={next.next.from} show="countdown" />
        </p>
      ) : (
        <p className="ui-quiet">No change of watch in sight.</p>
      )}
      <p>
        <Link to="/handover">All handovers</Link>
      </p>
    </section>
  );
}
