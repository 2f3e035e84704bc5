import { Link } from '@tanstack/react-router';
import { Time } from '../ui/Time.tsx';
import { useSelf } from './relay-api.ts';
import './relay.css';

/** On every screen of a site: that it is one, and when headquarters was told last. */
export function SiteBand() {
  const { data: self } = useSelf();
  if (self === undefined || self.siteName === null) return null;
  return (
    <div className="relay-band">
      Site <b>{self.siteName}</b>.{' '}
      {self.lastWritten === null ? (
        'Headquarters was told nothing yet.'
      ) : (
        <>
          Last bundle for headquarters: {self.lastWritten.sequence},{' '}
          <Time at={self.lastWritten.madeAt} show="ago" />.
        </>
      )}{' '}
      <Link to="/envs">Export and import</Link>
    </div>
  );
}
