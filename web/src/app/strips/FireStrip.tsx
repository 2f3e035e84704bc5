import { Link } from '@tanstack/react-router';
import { Flame } from 'lucide-react';
import { useClock } from '../../ui/clock.ts';
import { Time } from '../../ui/Time.tsx';
import { shortName } from '../../ui/PersonName.tsx';
import { SeverityTag } from '../SeverityTag.tsx';
import { headText } from './first-paint.ts';
import { fireShownMax, restOf, type FireItem, type StripsData } from './strips.ts';

/** Strip 1: what is on fire, worst first. No animation, ever. */
export function FireStrip({ strips }: { strips: StripsData }) {
  const head = useClock((now) => headText(strips, now));
  const shown = strips.fire.slice(0, fireShownMax);
  const rest = restOf(strips);
  return (
    <section className="strip strip-fire" aria-label="On fire">
      <Flame size={16} aria-hidden />
      <b className="strip-head">{head}</b>
      {shown.map((item) => (
        <FireLink key={item.id} item={item} />
      ))}
      {rest > 0 ? (
        <Link className="strip-rest" to="/incidents" aria-label={`${rest} more open incidents`}>
          +{rest}
        </Link>
      ) : null}
    </section>
  );
}

function FireLink({ item }: { item: FireItem }) {
  return (
    <Link className="strip-fire-item" to="/incidents/$id" params={{ id: item.id }}>
      <SeverityTag severity={item.severity} />
      <span className="ui-mono">{item.id}</span>
      <span className="strip-title">
        {item.drill ? 'DRILL ' : ''}
        {item.title}
      </span>
      <Time at={item.openedAt} focusable={false} />
      <span className="strip-more">
        {item.fieldMarshal === null ? 'no Field Marshal' : `FM ${shortName(item.fieldMarshal)}`}
        {item.updateDueAt === null ? null : (
          <>
            , update due <Time at={item.updateDueAt} show="countdown" focusable={false} />
          </>
        )}
      </span>
    </Link>
  );
}
