import type { NowPicture } from '@fieldmarshal/contract/now';
import { Link } from '@tanstack/react-router';
import { HealthGlyph } from '../ui/HealthGlyph.tsx';

/** Environments that cannot be seen from here. */
export function LinksDownCard({ grid }: { grid: NowPicture['grid'] }) {
  const cutOff = grid.environments.filter(({ connected }) => !connected);
  return (
    <section className="ui-card now-card" aria-label="Cut off">
      <h2>
        Cut off{' '}
        <span className="ui-quiet">
          {cutOff.length} of {grid.environments.length}
        </span>
      </h2>
      {cutOff.length === 0 ? (
        <p className="ui-quiet">Every environment of the catalog is connected.</p>
      ) : null}
      <ul className="room-list">
        {cutOff.map(({ name, displayName }) => (
          <li key={name}>
            <HealthGlyph health="disconnected" label={false} />{' '}
            <Link to="/catalog/$kind/$name" params={{ kind: 'Environment', name }}>
              {displayName}
            </Link>
            <span className="ui-quiet room-list-more">nothing has been heard from it</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
