import { Link } from '@tanstack/react-router';
import { Phone } from 'lucide-react';
import { useClock, viewerZone } from '../../ui/clock.ts';
import { HealthGlyph } from '../../ui/HealthGlyph.tsx';
import { PersonName } from '../../ui/PersonName.tsx';
import { Time, WallClock } from '../../ui/Time.tsx';
import { zonedText } from '../../ui/time-text.ts';
import type { Duty, HubClock, ProductDuty, Reach, StripsData } from './strips.ts';

/** Strip 2: who leads now and next, who answers for what burns, and what time it is where. */
export function OnCallStrip({ strips }: { strips: StripsData }) {
  const rest = strips.productCount - strips.products.length;
  return (
    <section className="strip strip-oncall" aria-label="On call now">
      <Marshal duty={strips.fieldMarshal} />
      {strips.products.map((duty) => (
        <ProductOnCall key={duty.name} duty={duty} />
      ))}
      {rest > 0 ? (
        <Link className="strip-rest strip-product" to="/oncall" aria-label={`${rest} more products`}>
          +{rest}
        </Link>
      ) : null}
      <span className="strip-clocks">
        {strips.hubs.map((hub) => (
          <Hub key={hub.name} hub={hub} />
        ))}
        <span className="strip-utc">
          <WallClock zone="UTC" seconds />
        </span>
      </span>
    </section>
  );
}

function Marshal({ duty }: { duty: Duty | null }) {
  return (
    <Link className="strip-marshal strip-link" to="/oncall">
      <Phone size={14} aria-hidden />
      <span>
        FM {duty === null ? 'nobody' : <PersonName name={duty.person} />}
        {duty === null ? null : <ReachMark reach={duty.reach} />}
        <span className="strip-more">
          {duty === null || duty.until === null ? null : (
            <>
              , <Time at={duty.until} show="countdown" focusable={false} /> left
            </>
          )}
          {duty === null || duty.next === null ? null : (
            <>
              , next <PersonName name={duty.next} />
            </>
          )}
        </span>
      </span>
    </Link>
  );
}

function ProductOnCall({ duty }: { duty: ProductDuty }) {
  return (
    <Link
      className="strip-product strip-link"
      to="/catalog/$kind/$name"
      params={{ kind: 'Product', name: duty.name }}
    >
      <span>
        {duty.product} {duty.person === null ? null : <PersonName name={duty.person} />}
        <ReachMark reach={duty.reach} />
      </span>
    </Link>
  );
}

/** Only what is wrong, or not known, is marked; that somebody can be reached is quiet. */
function ReachMark({ reach }: { reach: Reach }) {
  if (reach === 'nobody') return <HealthGlyph health="failing" label="nobody reachable" />;
  if (reach === 'unreachable')
    return (
      <>
        {' '}
        <HealthGlyph health="failing" label="not reached" />
      </>
    );
  return reach === 'untested' ? (
    <span className="ui-quiet" data-tip="Not paged of late, so nobody knows whether a page arrives">
      , not tested
    </span>
  ) : null;
}

function Hub({ hub }: { hub: HubClock }) {
  const dayAway = useClock((now) =>
    daysBetween(zonedText(now, viewerZone()).date, zonedText(now, hub.zone).date),
  );
  return (
    <span className={`strip-hub strip-hub-${hub.duty}`}>
      {hub.name} <WallClock zone={hub.zone} /> {dayAway === 0 ? '' : `${dayAway > 0 ? '+' : ''}${dayAway}d `}
      {hub.duty}
    </span>
  );
}

function daysBetween(here: string, there: string): number {
  return Math.round((Date.parse(`${there} UTC`) - Date.parse(`${here} UTC`)) / 86_400_000);
}
