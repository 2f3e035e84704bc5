import { Time } from '../ui/Time.tsx';
import { useHeard, useSelf } from './relay-api.ts';
import './relay.css';

/** In a room of a site: what headquarters wrote, which is told here and decides nothing. */
export function HeadquartersPanel({ incident }: { incident: string }) {
  const { data: self } = useSelf();
  const { data: heard } = useHeard(incident, self?.role === 'site');
  if (heard === undefined || heard.items.length === 0) return null;
  return (
    <section className="ui-card ui-stack" aria-label="Headquarters wrote">
      <h2>Headquarters wrote</h2>
      <ul className="relay-heard">
        {heard.items.map(({ seq, at, by, text }) => (
          <li key={seq}>
            <Time at={at} /> <b>{by}</b>: {text}
          </li>
        ))}
      </ul>
      <p className="ui-quiet">
        By its clock, as a bundle brought it. A severity or a Field Marshal named there is not taken over:
        whoever leads here decides.
      </p>
    </section>
  );
}
