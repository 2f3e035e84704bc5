import type { NowPicture } from '@fieldmarshal/contract/now';
import type { SiteView } from '@fieldmarshal/contract/relay';
import { Link } from '@tanstack/react-router';
import { useSites } from '../relay/relay-api.ts';
import { openThere } from '../relay/relay-words.ts';
import { HealthGlyph } from '../ui/HealthGlyph.tsx';
import { Time } from '../ui/Time.tsx';

/** Environments that cannot be seen from here, each with how old what is known of it is. */
export function LinksDownCard({ grid }: { grid: NowPicture['grid'] }) {
  const sites = useSites();
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
      <ul className="room-list now-apart">
        {cutOff.map(({ name, displayName }) => {
          const site = sites.data?.items.find(({ environments }) => environments.includes(name));
          return (
            <li key={name}>
              <HealthGlyph health="disconnected" label={false} />{' '}
              <Link to="/catalog/$kind/$name" params={{ kind: 'Environment', name }}>
                {displayName}
              </Link>
              <span className="ui-quiet room-list-more">
                {sites.data === undefined ? '–' : <LastHeard site={site} />}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function LastHeard({ site }: { site: SiteView | undefined }) {
  if (site === undefined)
    return (
      <>
        no site reports from it: <Link to="/envs">invite one</Link>
      </>
    );
  const { name, lastBundleAt, knownUntil, link } = site;
  const open = openThere(site);
  return (
    <>
      <Link to="/envs/$name" params={{ name }}>
        {name}
      </Link>
      {lastBundleAt === null ? (
        ': nothing has come from it yet'
      ) : (
        <>
          : last bundle <Time at={lastBundleAt} />, known until <Time at={knownUntil} show="moment" />
          {link === 'overdue' ? ', overdue' : ''}
          {link === 'incomplete' ? ', bundles are missing' : ''}
          {open === null ? null : <b className="now-open-there">{open}</b>}
        </>
      )}
    </>
  );
}
