import type { NowPicture } from '@fieldmarshal/contract/now';
import { Link } from '@tanstack/react-router';
import { OpenHandovers } from '../handover/OpenHandovers.tsx';
import { Empty } from '../ui/Empty.tsx';
import { HealthGlyph } from '../ui/HealthGlyph.tsx';
import { Time } from '../ui/Time.tsx';

/** Who hands over to whom within a day; a shift that nobody takes is seen first. */
export function HandoversCard({ handovers }: { handovers: NowPicture['handovers'] }) {
  const unfilled = handovers.filter(({ to }) => to.length === 0).length;
  return (
    <section className="ui-card now-card" aria-label="Handovers">
      <h2>
        Handovers within a day <span className="ui-quiet">{handovers.length}</span>
      </h2>
      <OpenHandovers />
      {handovers.length === 0 ? (
        <Empty action={<Link to="/oncall">Who is on call</Link>}>
          No schedule hands over in the next 24 hours.
        </Empty>
      ) : null}
      {unfilled === 0 ? null : (
        <p>
          <HealthGlyph health="failing" label={`${unfilled} of ${handovers.length} to nobody`} />
        </p>
      )}
      <ul className="room-list">
        {handovers.map((each) => (
          <li key={`${each.schedule} ${each.at}`}>
            <Time at={each.at} show="moment" focusable={false} />{' '}
            <Link to="/catalog/$kind/$name" params={{ kind: 'Schedule', name: each.schedule }}>
              {each.displayName}
            </Link>
            <span className="room-list-more">
              {each.from.join(', ') || 'nobody'} to {each.to.join(', ') || 'nobody'}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
