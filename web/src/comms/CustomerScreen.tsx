import { Link, useParams } from '@tanstack/react-router';
import { SeverityTag } from '../app/SeverityTag.tsx';
import { FailureNote } from '../app/FailureNote.tsx';
import { useTitle } from '../app/page-title.ts';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Time } from '../ui/Time.tsx';
import { durationText } from '../ui/time-text.ts';
import type { CustomerHistory } from '@fieldmarshal/contract/comms/schema';
import { useCustomerHistory } from './comms-api.ts';
import { stageWords } from './comms-words.ts';
import { stateWords } from '../impact/impact-words.ts';
import '../incidents/incidents.css';
import './comms.css';

/** What hit a customer, and what they were told. */
export function CustomerScreen() {
  const { name = '' } = useParams({ strict: false });
  const history = useCustomerHistory(name);
  useTitle(history.data?.displayName ?? name);
  if (history.isPending) return <Loading what={name} />;
  if (history.isError) {
    return (
      <div className="screen">
        <FailureNote error={history.error} />
      </div>
    );
  }
  const { displayName, contacts, applications, incidents } = history.data;
  return (
    <div className="screen ui-stack">
      <h1>{displayName}</h1>
      <p className="ui-quiet">
        Uses {applications.length === 0 ? 'nothing' : applications.join(', ')}.{' '}
        {contacts === 0
          ? 'Nobody there can be told: the catalog has no contact.'
          : `${contacts} ${contacts === 1 ? 'contact' : 'contacts'}.`}{' '}
        <Link to="/catalog/$kind/$name" params={{ kind: 'Customer', name }}>
          In the catalog
        </Link>
      </p>
      {incidents.length === 0 ? (
        <Empty>Nothing is known to have hit them, and nothing was told to customers of what they use.</Empty>
      ) : null}
      <div className="comms-list">
        {incidents.map((incident) => (
          <article key={incident.id} className="ui-card ui-stack" aria-label={incident.id}>
            <div className="ui-row">
              <SeverityTag severity={incident.severity} />
              <Link to="/incidents/$id" params={{ id: incident.id }}>
                {incident.id} {incident.title}
              </Link>
              <span className="ui-quiet">
                {incident.minutes === 0 ? 'less than a minute' : durationText(incident.minutes * 60_000)},{' '}
                <Time at={incident.declaredAt} show="full" focusable={false} />
              </span>
            </div>
            <HitLine hit={incident.hit} />
            {incident.messages.length === 0 ? (
              <p className="ui-quiet">They were told nothing of it.</p>
            ) : null}
            {incident.messages.map(({ id, title, text, sentAt, stage, language, toThem }) => (
              <div key={id}>
                <b>{stageWords[stage]}</b> <Time at={sentAt} show="full" focusable={false} />{' '}
                <span className="ui-quiet">{toThem ? 'sent to them' : 'on the status page'}</span>
                <p className="comms-title" lang={language}>
                  {title}
                </p>
                <p className="comms-text" lang={language}>
                  {text}
                </p>
              </div>
            ))}
          </article>
        ))}
      </div>
    </div>
  );
}

function HitLine({ hit }: { hit: CustomerHistory['incidents'][number]['hit'] }) {
  if (hit === null) return <p className="ui-quiet">Its impact does not say that it hit them.</p>;
  const { state, standing, since, until, userMinutesLost } = hit;
  return (
    <p>
      <b>
        {stateWords[state]}, {standing}
      </b>{' '}
      since <Time at={since} show="moment" focusable={false} />
      {until === null ? (
        ', still'
      ) : (
        <>
          , until <Time at={until} show="moment" focusable={false} />
        </>
      )}
      {userMinutesLost === 0 ? '' : `, ${userMinutesLost.toLocaleString('en')} user-minutes lost`}
    </p>
  );
}
