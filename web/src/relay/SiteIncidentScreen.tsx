import type { SiteIncident } from '@fieldmarshal/contract/relay';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { useTitle } from '../app/page-title.ts';
import { SeverityTag } from '../app/SeverityTag.tsx';
import { useObjectOptions } from '../catalog/object-api.ts';
import { Button } from '../ui/Button.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Pill } from '../ui/Pill.tsx';
import { Select } from '../ui/Select.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { TextField } from '../ui/TextField.tsx';
import { Time } from '../ui/Time.tsx';
import { post, useRelayWrite, useSiteIncident } from './relay-api.ts';
import { clockText } from './relay-words.ts';
import './relay.css';

/** An incident of a site as far as it is known here: both logs in one order, and what has to be settled. */
export function SiteIncidentScreen() {
  const { name = '', incident = '' } = useParams({ strict: false });
  const found = useSiteIncident(name, incident);
  useTitle(`${name} ${incident}`);
  return (
    <div className="screen ui-stack">
      <div className="ui-row">
        <h1>
          {incident} {found.data?.summary.title}
        </h1>
        <span className="screen-gap" />
        <Link to="/envs/$name" params={{ name }}>
          {name}
        </Link>
      </div>
      {found.isPending ? <Loading what="the incident" /> : null}
      <FailureNote error={found.error} />
      {found.data === undefined ? null : <Known incident={found.data} />}
    </div>
  );
}

function Known({ incident }: { incident: SiteIncident }) {
  const { summary, knownUntil, missing, clock, entries, conflicts } = incident;
  return (
    <>
      <section className="ui-card ui-hatch ui-stack" aria-label="Last known">
        <p className="ui-row">
          <SeverityTag severity={summary.severity} /> <Pill>{summary.state}</Pill>
          <span>
            declared <Time at={summary.declaredAt} show="moment" />
          </span>
          <span>{summary.fieldMarshal === null ? 'no Field Marshal' : `led by ${summary.fieldMarshal}`}</span>
        </p>
        <p>
          Last known, until <Time at={knownUntil} show="moment" /> by the site&apos;s clock. The site leads
          it; nothing here pages anybody there. {clockText(clock)}
        </p>
        {missing === 0 ? null : <p>{missing} entries of its log have not come: a bundle is missing.</p>}
      </section>
      {conflicts.map((conflict) => (
        <Settle key={conflict.about} incident={incident} conflict={conflict} />
      ))}
      <h2>Log of both sides</h2>
      <ol className="relay-list">
        {entries.map(({ origin, seq, at, by, text, hasLeft }) => (
          <li key={`${origin} ${seq}`} className={origin === 'site' ? undefined : 'relay-ours'}>
            <Time at={at} show="moment" /> <b>{origin === 'site' ? by : `${by}, headquarters`}</b> {text}{' '}
            {hasLeft ? null : <Pill draft>travels with the next bundle</Pill>}
          </li>
        ))}
      </ol>
      <WriteOnIt incident={incident} />
    </>
  );
}

function useEntry({ site, summary }: SiteIncident) {
  return useRelayWrite(async (entry: object) =>
    post<SiteIncident>(`/api/v1/sites/${site}/incidents/${summary.id}/entries`, { entry }),
  );
}

type Conflict = SiteIncident['conflicts'][number];

/** Both sides said something without knowing of the other: a person says which holds. */
function Settle({
  incident,
  conflict: { about, site, headquarters },
}: {
  incident: SiteIncident;
  conflict: Conflict;
}) {
  const add = useEntry(incident);
  const isSeverity = about === 'severity';
  const unsaid = isSeverity ? 'not assessed' : 'nobody';
  const sides = [
    { severity: site, whose: 'the site' },
    { severity: headquarters, whose: 'headquarters' },
  ];
  const choose = (severity: string) => () =>
    add.mutate({ type: 'severity', severity, reason: 'Settled between site and headquarters' });
  return (
    <section className="ui-card ui-stack" aria-label={isSeverity ? 'Two severities' : 'Two Field Marshals'}>
      <h2>{isSeverity ? 'Two severities' : 'Two Field Marshals'}</h2>
      <p>
        The site says {site ?? unsaid}, headquarters says {headquarters ?? unsaid}; neither knew of the other.
        Whoever knows both settles it, here or there.
      </p>
      {isSeverity ? (
        <div className="ui-row">
          {/* What somebody took back can be said again by nobody. */}
          {sides.map(({ severity, whose }) =>
            severity === null ? null : (
              <Button key={whose} busy={add.isPending} onClick={choose(severity)}>
                {severity} as {whose} says
              </Button>
            ),
          )}
        </div>
      ) : (
        <Lead incident={incident} verb="Settle" />
      )}
      <FailureNote error={add.error} />
    </section>
  );
}

/** Says who leads it. */
function Lead({ incident, verb }: { incident: SiteIncident; verb: string }) {
  const add = useEntry(incident);
  const [person, setPerson] = useState('');
  const people = useObjectOptions('Person');
  return (
    <>
      <div className="relay-form">
        <Select
          label="Field Marshal"
          value={person}
          options={people}
          placeholder="Who leads it"
          onChange={setPerson}
        />
        <Button
          busy={add.isPending}
          disabledReason={person === '' ? 'Say who leads it' : undefined}
          onClick={() => add.mutate({ type: 'field-marshal', person }, { onSuccess: () => setPerson('') })}
        >
          {verb}
        </Button>
      </div>
      <FailureNote error={add.error} />
    </>
  );
}

const severities = ['SEV1', 'SEV2', 'SEV3', 'SEV4'].map((value) => ({ value, label: value }));

/** What headquarters says of it: a note, a severity, who leads it. */
function WriteOnIt({ incident }: { incident: SiteIncident }) {
  const add = useEntry(incident);
  const [text, setText] = useState('');
  const [severity, setSeverity] = useState('');
  const [reason, setReason] = useState('');
  return (
    <section className="ui-card ui-stack" aria-label="Write on it">
      <h2>Write on it</h2>
      <TextArea label="Note" hint="Travels down with the next bundle" value={text} onChange={setText} />
      <div className="ui-row">
        <Button
          look="primary"
          busy={add.isPending}
          disabledReason={text.trim() === '' ? 'Write something first' : undefined}
          onClick={() => add.mutate({ type: 'note', text }, { onSuccess: () => setText('') })}
        >
          Add the note
        </Button>
      </div>
      <div className="relay-form">
        <Select
          label="Severity"
          value={severity}
          options={severities}
          placeholder="As it is"
          onChange={setSeverity}
        />
        <TextField label="Why" value={reason} onChange={setReason} />
        <Button
          busy={add.isPending}
          disabledReason={
            severity === '' || reason.trim() === '' ? 'Choose a severity and say why' : undefined
          }
          onClick={() =>
            add.mutate({ type: 'severity', severity, reason }, { onSuccess: () => setReason('') })
          }
        >
          Set the severity
        </Button>
      </div>
      <FailureNote error={add.error} />
      {incident.conflicts.some(({ about }) => about === 'field-marshal') ? null : (
        <Lead incident={incident} verb="Set the Field Marshal" />
      )}
    </section>
  );
}
