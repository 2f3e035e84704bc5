import type { SiteDetail, SiteIncidentSummary } from '@fieldmarshal/contract/relay';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { useTitle } from '../app/page-title.ts';
import { SeverityTag } from '../app/SeverityTag.tsx';
import { Button } from '../ui/Button.tsx';
import { Confirm } from '../ui/Confirm.tsx';
import { Empty } from '../ui/Empty.tsx';
import { HealthGlyph } from '../ui/HealthGlyph.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Table } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';
import { Bundles } from './Bundles.tsx';
import { ConfirmDialog, InviteAgainDialog } from './EnrolDialogs.tsx';
import { ImportDialog } from './bring/ImportDialog.tsx';
import { DiodePanel } from './diode/DiodePanel.tsx';
import { RequestPage } from './diode/RequestPage.tsx';
import { useDiode } from './diode/diode-api.ts';
import { ReadinessOfSite } from './ReadinessOfSite.tsx';
import { StandingsTable } from './StandingsTable.tsx';
import { post, useRelayWrite, useSite } from './relay-api.ts';
import { DownPanel } from './release/DownPanel.tsx';
import { RhythmForm } from './keys/RhythmForm.tsx';
import { clockText, dueAt, everyText, links } from './relay-words.ts';
import './relay.css';

type Layer = 'import' | 'confirm' | 'invite' | 'revoke' | null;

/** One site: how old its picture is, what is missing, and what it told last. */
export function SiteScreen() {
  const { name } = useParams({ strict: false });
  const site = useSite(name ?? '');
  const [layer, setLayer] = useState<Layer>(null);
  useTitle(name ?? 'Site');
  const close = () => setLayer(null);
  return (
    <div className="screen ui-stack">
      <div className="ui-row">
        <h1>{name}</h1>
        <span className="screen-gap" />
        <Link to="/envs">Sites</Link>
        {(site.data?.invitedUntil ?? null) === null ? null : (
          <Button onClick={() => setLayer('confirm')}>Enter its answer</Button>
        )}
        <Button onClick={() => setLayer('import')}>Import bundles</Button>
        {site.data === undefined ? null : <Button onClick={() => setLayer('invite')}>Invite again</Button>}
        {site.data?.state === 'enrolled' ? (
          <Button look="ending" onClick={() => setLayer('revoke')}>
            Revoke
          </Button>
        ) : null}
      </div>
      {site.isPending ? <Loading what="the site" /> : null}
      <FailureNote error={site.error} />
      {site.data === undefined ? null : <Parts site={site.data} />}
      {layer === 'import' ? <ImportDialog onClose={close} /> : null}
      {layer === 'invite' && site.data !== undefined ? (
        <InviteAgainDialog site={site.data} onClose={close} />
      ) : null}
      {layer === 'confirm' ? <ConfirmDialog name={name ?? ''} onClose={close} /> : null}
      {layer === 'revoke' ? <Revoke name={name ?? ''} onClose={close} /> : null}
    </div>
  );
}

function Parts({ site }: { site: SiteDetail }) {
  return (
    <>
      <Picture site={site} />
      <Missing site={site} />
      <h2>Incidents, last known</h2>
      <Incidents site={site} />
      <h2>Checks, last known</h2>
      <StandingsTable site={site} />
      <h2>Readiness, last known</h2>
      <ReadinessOfSite site={site} />
      {site.state === 'enrolled' ? <DownPanel site={site} /> : null}
      {site.state === 'enrolled' ? <DiodePanel site={site.name} atHeadquarters /> : null}
      <h2>Bundles</h2>
      <Bundles bundles={site.bundles} />
    </>
  );
}

function Picture({ site }: { site: SiteDetail }) {
  const { health, word } = links[site.link];
  return (
    <section className="ui-card ui-hatch ui-stack" aria-label="How old the picture is">
      <p>
        <HealthGlyph health={health} label={word} />.{' '}
        {site.knownUntil === null ? (
          'Nothing is known of it yet.'
        ) : (
          <>
            Known until <Time at={site.knownUntil} show="moment" /> by its clock; bundle {site.lastSequence}{' '}
            came <Time at={site.lastBundleAt} show="ago" />. What has happened since is not known.
          </>
        )}
      </p>
      <p>{clockText(site.clock)}</p>
      <Due site={site} />
      <p className="ui-quiet">
        Tells of {site.environments.join(', ')}.{' '}
        {site.keys.map(({ fingerprint, revokedAt, untilSequence }) => (
          <span key={fingerprint} className="ui-mono relay-key">
            {fingerprint}
            {revokedAt !== null ? ' (revoked) ' : untilSequence !== null ? ` (until ${untilSequence}) ` : ' '}
          </span>
        ))}
      </p>
    </section>
  );
}

/** By when the next bundle must have come, and how that is set. */
function Due({ site }: { site: SiteDetail }) {
  if (site.state !== 'enrolled') return null;
  const due = dueAt(site);
  return (
    <>
      {due === null ? (
        <p>Nothing is said when it does not report: it has no limit.</p>
      ) : (
        <p>
          It should report {everyText(site.reportEverySeconds)}
          {site.link === 'overdue' ? ', and was due ' : '; a bundle is due before '}
          <Time at={due} show="moment" />.
        </p>
      )}
      <RhythmForm key={site.reportEverySeconds} site={site} />
    </>
  );
}

/** What headquarters lacks of this site, by any way. */
function Missing({ site: { name, gaps } }: { site: SiteDetail }) {
  const { data } = useDiode();
  const isOurs = (each: { site: string }) => each.site === name;
  return (
    <RequestPage
      of={name}
      by="headquarters"
      gaps={gaps}
      transfers={data?.transfers.filter((each) => isOurs(each) && each.result === null) ?? []}
      text={data?.requests.find(isOurs)?.text ?? ''}
    />
  );
}

function Incidents({ site: { name, incidents, knownUntil } }: { site: SiteDetail }) {
  const navigate = useNavigate();
  return (
    <Table<SiteIncidentSummary>
      label="Incidents of the site"
      rows={incidents}
      rowKey={({ id }) => id}
      onOpen={({ id }) =>
        void navigate({ to: '/envs/$name/incidents/$incident', params: { name, incident: id } })
      }
      empty={
        <Empty>
          {knownUntil === null
            ? 'Nothing has come yet, so nothing is known.'
            : 'The bundles that came hold no incident.'}
        </Empty>
      }
      columns={[
        {
          id: 'id',
          header: 'Incident',
          width: 'clamp(4.5rem, 20vw, 7rem)',
          cell: idOf(name),
        },
        {
          id: 'severity',
          header: 'Severity',
          width: 'clamp(4.5rem, 18vw, 6rem)',
          cell: severityOf,
        },
        {
          id: 'title',
          header: 'Title',
          rowHeader: true,
          cell: ({ title, conflicts }) => (conflicts === 0 ? title : `${title} (to settle)`),
        },
        { id: 'state', header: 'State', width: '7rem', wideOnly: true, cell: ({ state }) => state },
        {
          id: 'declared',
          header: 'Declared',
          width: '8rem',
          wideOnly: true,
          cell: declaredOf,
        },
        {
          id: 'marshal',
          header: 'Field Marshal',
          width: '9rem',
          wideOnly: true,
          cell: ({ fieldMarshal }) => fieldMarshal ?? '–',
        },
      ]}
    />
  );
}

/** The link needs to know of which site. */
function idOf(name: string) {
  return ({ id }: SiteIncidentSummary) => (
    <Link to="/envs/$name/incidents/$incident" params={{ name, incident: id }}>
      {id}
    </Link>
  );
}

function severityOf({ severity }: SiteIncidentSummary) {
  return <SeverityTag severity={severity} />;
}

function declaredOf({ declaredAt }: SiteIncidentSummary) {
  return <Time at={declaredAt} focusable={false} />;
}

function Revoke({ name, onClose }: { name: string; onClose: () => void }) {
  const revoke = useRelayWrite(async () => post(`/api/v1/sites/${name}/revoke`));
  return (
    <Confirm
      title={`Believe ${name} no more?`}
      open
      verb="Revoke"
      busy={revoke.isPending}
      onConfirm={() => revoke.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    >
      Nothing that its keys sign is taken in from then on, until it is invited again. What it told before
      stays.
      <FailureNote error={revoke.error} />
    </Confirm>
  );
}
