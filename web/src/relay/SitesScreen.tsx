import type { RelaySelf, SiteView } from '@fieldmarshal/contract/relay';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { useTitle } from '../app/page-title.ts';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { HealthGlyph } from '../ui/HealthGlyph.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Table } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';
import { Bundles } from './Bundles.tsx';
import { InviteDialog, JoinDialog } from './EnrolDialogs.tsx';
import { ExportPanel } from './ExportPanel.tsx';
import { ImportDialog } from './bring/ImportDialog.tsx';
import { KeysPanel } from './keys/KeysPanel.tsx';
import { LinkPanel } from './link/LinkPanel.tsx';
import { DiodePanel } from './diode/DiodePanel.tsx';
import { RequestPage } from './diode/RequestPage.tsx';
import { useDiode } from './diode/diode-api.ts';
import { ReleasesPanel } from './release/ReleasesPanel.tsx';
import { ReceivedPanel } from './ReceivedPanel.tsx';
import { EnterMessageDialog } from './short/EnterMessageDialog.tsx';
import { useBundles, useSelf, useSites } from './relay-api.ts';
import { links, numbersOf } from './relay-words.ts';
import './relay.css';

type Layer = 'import' | 'invite' | 'join' | 'message' | null;

/** Which environments are cut off, and how old is our picture of them? At a site: what leaves, and what came. */
export function SitesScreen() {
  const self = useSelf();
  const [layer, setLayer] = useState<Layer>(null);
  useTitle('Sites');
  const isSite = self.data !== undefined && (self.data.siteName !== null || self.data.role === 'site');
  const close = () => setLayer(null);
  return (
    <div className="screen ui-stack">
      <div className="ui-row">
        <h1>Sites</h1>
        <span className="screen-gap" />
        {self.data === undefined || self.data.role === 'none' ? null : (
          <Button onClick={() => setLayer('import')}>Import bundles</Button>
        )}
        {self.data?.role !== 'headquarters' ? null : (
          <Button onClick={() => setLayer('message')}>Enter a short message</Button>
        )}
        {self.data?.role !== 'headquarters' ? null : <Link to="/envs/print/runbook">Runbook to print</Link>}
        {self.data === undefined || isSite ? null : (
          <Button look="primary" onClick={() => setLayer('invite')}>
            Invite a site
          </Button>
        )}
      </div>
      {self.isPending ? <Loading what="sites" /> : null}
      <FailureNote error={self.error} />
      {self.data === undefined ? null : isSite ? (
        <OwnSite self={self.data} onJoin={() => setLayer('join')} />
      ) : (
        <>
          <Sites />
          {self.data.role === 'headquarters' ? <ReleasesPanel atHeadquarters /> : null}
        </>
      )}
      {layer === 'import' ? <ImportDialog onClose={close} /> : null}
      {layer === 'invite' ? <InviteDialog onClose={close} /> : null}
      {layer === 'message' ? <EnterMessageDialog onClose={close} /> : null}
      {layer === 'join' ? <JoinDialog again={self.data?.role === 'site'} onClose={close} /> : null}
    </div>
  );
}

function Sites() {
  const sites = useSites();
  const navigate = useNavigate();
  return (
    <>
      {sites.isPending ? <Loading what="sites" /> : null}
      <FailureNote error={sites.error} />
      {sites.data === undefined ? null : (
        <Table
          label="Sites"
          rows={sites.data.items}
          rowKey={({ name }) => name}
          onOpen={({ name }) => void navigate({ to: '/envs/$name', params: { name } })}
          empty={
            <Empty>
              No site is enrolled. A site is a Fieldmarshal inside an environment without a line out; invite
              one to see what it sees.
            </Empty>
          }
          columns={[
            {
              id: 'name',
              header: 'Site',
              rowHeader: true,
              cell: nameOf,
            },
            {
              id: 'environments',
              header: 'Environments',
              wideOnly: true,
              cell: ({ environments }) => environments.join(', '),
            },
            { id: 'link', header: 'Link', width: 'clamp(6rem, 36vw, 11rem)', cell: linkOf },
            {
              id: 'bundle',
              header: 'Last bundle',
              width: '7rem',
              wideOnly: true,
              cell: bundleOf,
            },
            {
              id: 'known',
              header: 'Known until',
              width: '7rem',
              wideOnly: true,
              cell: knownOf,
            },
            {
              id: 'gaps',
              header: 'Missing',
              wideOnly: true,
              width: '8rem',
              cell: ({ gaps }) => (gaps.length === 0 ? '–' : gaps.map(numbersOf).join(', ')),
            },
            {
              id: 'incidents',
              header: 'Open there',
              align: 'end',
              width: 'clamp(6rem, 30vw, 8rem)',
              cell: openOf,
            },
          ]}
        />
      )}
    </>
  );
}

function nameOf({ name }: SiteView) {
  return (
    <Link to="/envs/$name" params={{ name }}>
      {name}
    </Link>
  );
}

function bundleOf({ lastBundleAt }: SiteView) {
  return <Time at={lastBundleAt} focusable={false} />;
}

function knownOf({ knownUntil }: SiteView) {
  return <Time at={knownUntil} focusable={false} />;
}

function linkOf({ link }: SiteView) {
  const { health, word } = links[link];
  return <HealthGlyph health={health} label={word} />;
}

/** Without a bundle nothing is known, which is not zero. */
function openOf({ openIncidents, conflicts, knownUntil }: SiteView) {
  if (knownUntil === null) return '–';
  return conflicts === 0 ? openIncidents : `${openIncidents}, ${conflicts} to settle`;
}

function OwnSite({ self, onJoin }: { self: RelaySelf; onJoin: () => void }) {
  const bundles = useBundles();
  const waiting = (bundles.data?.items ?? [])
    .filter(({ state }) => state === 'received')
    .toSorted((a, b) => b.sequence - a.sequence);
  const diode = useDiode();
  if (self.role !== 'site')
    return (
      <section className="ui-card ui-stack">
        <h2>This is the site {self.siteName}, and headquarters does not know it yet</h2>
        <p>
          It watches, pages and leads incidents all the same. To exchange bundles, answer an invitation of
          headquarters.
        </p>
        <div className="ui-row">
          <Button look="primary" onClick={onJoin}>
            Join headquarters
          </Button>
        </div>
      </section>
    );
  return (
    <>
      <p>
        This is the site <b>{self.siteName}</b>.{' '}
        {self.lastTaken === null ? (
          'Nothing has come from headquarters yet.'
        ) : (
          <>
            Headquarters was heard of last <Time at={self.lastTaken.storedAt} show="ago" />.
          </>
        )}
      </p>
      <RequestPage
        of="headquarters"
        by={self.siteName ?? ''}
        gaps={bundles.data?.gaps ?? []}
        transfers={diode.data?.transfers.filter(({ result }) => result === null) ?? []}
        text={diode.data?.requests[0]?.text ?? ''}
      />
      <FailureNote error={bundles.error} />
      {waiting.slice(0, 1).map((bundle) => (
        <ReceivedPanel key={bundle.hash} bundle={bundle} older={waiting.slice(1)} />
      ))}
      <ExportPanel last={self.lastWritten} policyFault={self.policyFault} />
      <LinkPanel self={self} />
      <KeysPanel self={self} onJoin={onJoin} />
      <DiodePanel site={self.siteName ?? ''} atHeadquarters={false} />
      <ReleasesPanel atHeadquarters={false} />
      <h2>Bundles</h2>
      <Bundles bundles={bundles.data?.items ?? []} />
    </>
  );
}
