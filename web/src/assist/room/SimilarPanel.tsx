import type { SimilarAnswer, SimilarMatch } from '@fieldmarshal/contract/assist';
import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { Link } from '@tanstack/react-router';
import { FailureNote } from '../../app/FailureNote.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Time } from '../../ui/Time.tsx';
import { useSimilar } from './assist-api.ts';
import './assist.css';

/** Past incidents like this one: why they are like it, and what fixed them. */
export function SimilarPanel({ incident }: { incident: Incident }) {
  const similar = useSimilar(incident.id);
  return (
    <section className="ui-card room-panel" aria-label="Similar incidents">
      <h2>
        Similar incidents{' '}
        {similar.data === undefined ? null : (
          <span className="ui-quiet">
            {similar.data.items.length} of {similar.data.searched}
          </span>
        )}
      </h2>
      {similar.isPending ? <Loading what="similar incidents" /> : null}
      <FailureNote error={similar.error} />
      {similar.data === undefined ? null : <Found similar={similar.data} />}
    </section>
  );
}

function Found({ similar: { items, searched, possiblySame } }: { similar: SimilarAnswer }) {
  return (
    <>
      {possiblySame.map(({ incidentId, title }) => (
        <p key={incidentId}>
          Possibly the same:{' '}
          <Link to="/incidents/$id" params={{ id: incidentId }}>
            {incidentId} {title}
          </Link>
          , open and of the same product.
        </p>
      ))}
      {items.length === 0 ? (
        <Empty>
          {searched === 0
            ? 'No incident was resolved here before.'
            : `Nothing similar among ${searched} past incidents: a new kind.`}
        </Empty>
      ) : null}
      <ul className="room-list assist-similar">
        {items.map((item) => (
          <MatchRow key={item.incidentId} item={item} />
        ))}
      </ul>
    </>
  );
}

function MatchRow({ item }: { item: SimilarMatch }) {
  const why = [
    ...(item.sharedProducts.length === 0 ? [] : [`same product: ${item.sharedProducts.join(', ')}`]),
    ...(item.words.length === 0 ? [] : [`words: ${item.words.slice(0, 5).join(', ')}`]),
  ].join('; ');
  return (
    <li>
      <Link to="/incidents/$id" params={{ id: item.incidentId }}>
        {item.incidentId} {item.title}
      </Link>{' '}
      <span className="ui-quiet">
        ended <Time at={item.resolvedAt} focusable={false} />
      </span>
      {item.fixed === '' ? null : <span className="room-list-more">Fixed by: {item.fixed}</span>}
      {item.cause === '' ? null : <span className="room-list-more">Cause: {item.cause}</span>}
      <span className="ui-quiet room-list-more">{why}</span>
    </li>
  );
}
