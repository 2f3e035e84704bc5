import { Link } from '@tanstack/react-router';
import { Time } from '../ui/Time.tsx';
import { useHandovers } from './handover-api.ts';
import { HandoverState, namesOf } from './handover-words.tsx';

/** Handovers that wait for a signature, or to be accepted. Nothing where there is none. */
export function OpenHandovers() {
  const items = useHandovers('open').data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <ul className="room-list" aria-label="Open handovers">
      {items.map((each) => (
        <li key={each.id}>
          <Link to="/handover/$id" params={{ id: each.id }}>
            {each.scheduleName}: {namesOf(each.outgoing)} to {namesOf(each.incoming)}
          </Link>
          <span className="room-list-more">
            <Time at={each.changeAt} show="moment" focusable={false} />
          </span>
          <HandoverState handover={each} />
        </li>
      ))}
    </ul>
  );
}
