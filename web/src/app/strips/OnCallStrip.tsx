import { useClock, viewerZone } from '../../ui/clock.ts';
import { HealthGlyph } from '../../ui/HealthGlyph.tsx';
import { PersonName } from '../../ui/PersonName.tsx';
import { Time, WallClock } from '../../ui/Time.tsx';
import { zonedText } from '../../ui/time-text.ts';
import type { Duty, HubClock, ProductDuty, StripsData } from './strips.ts';

/** Strip 2: who leads now and next, who answers for what burns, and what time it is where. */
export function OnCallStrip({ strips }: { strips: StripsData }) {
  return (
    <section className="strip strip-oncall" aria-label="On call now">
      <Marshal duty={strips.fieldMarshal} />
      {strips.products.map((duty) => (
        <ProductOnCall key={duty.product} duty={duty} />
      ))}
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
  if (duty === null) return <span className="strip-marshal">FM nobody</span>;
  return (
    <span className="strip-marshal">
      FM <PersonName name={duty.person} />
      <span className="strip-more">
        {duty.until === null ? null : (
          <>
            {' '}
            <Time at={duty.until} show="countdown" /> left
          </>
        )}
        {duty.next === null ? null : (
          <>
            , next <PersonName name={duty.next} />
          </>
        )}
      </span>
    </span>
  );
}

function ProductOnCall({ duty }: { duty: ProductDuty }) {
  return (
    <span className="strip-product">
      {duty.product}{' '}
      {duty.reach === 'nobody' ? (
        <HealthGlyph health="failing" label="nobody reachable" />
      ) : (
        <PersonName name={duty.person} />
      )}
    </span>
  );
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
