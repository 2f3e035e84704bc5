import type { RelaySelf, SiteView } from '@fieldmarshal/contract/relay';
import { Link } from '@tanstack/react-router';
import { FailureNote } from '../../app/FailureNote.tsx';
import { useTitle } from '../../app/page-title.ts';
import { Button } from '../../ui/Button.tsx';
import { nowMs } from '../../ui/clock.ts';
import { Loading } from '../../ui/Loading.tsx';
import { Time } from '../../ui/Time.tsx';
import { useSelf, useSites } from '../relay-api.ts';
import { everyText } from '../relay-words.ts';
import { losses, routine } from './runbook-words.ts';
import '../relay.css';

/** What to do, and what to do when something is lost, as a page that lies beside the stick: with what this installation knows of itself. */
export function RunbookScreen() {
  const self = useSelf();
  useTitle('Runbook of bundles and keys');
  return (
    <article className="screen ui-stack relay-runbook">
      <div className="ui-row">
        <h1>Runbook of bundles and keys</h1>
        <span className="screen-gap" />
        <Link className="ui-no-print" to="/envs">
          Sites
        </Link>
      </div>
      {self.isPending ? <Loading what="the runbook" /> : null}
      <FailureNote error={self.error} />
      {self.data === undefined ? null : <Page self={self.data} />}
    </article>
  );
}

function Page({ self }: { self: RelaySelf }) {
  const isSite = self.siteName !== null;
  return (
    <>
      <p>
        Of {isSite ? `the site ${self.siteName}` : 'headquarters'}, as it was{' '}
        <Time at={new Date(nowMs()).toISOString()} show="full" />. It holds no secret. Print it anew when a
        key was changed.
      </p>
      {isSite ? <OwnFacts self={self} /> : <SitesFacts self={self} />}
      <section className="ui-stack">
        <h2>People</h2>
        <Blank of="At the site, who carries" />
        <Blank of="At headquarters, who takes in" />
        <Blank of="Number to call, day and night" />
      </section>
      <Steps />
      <Losses />
      <div className="ui-row ui-no-print">
        <Button look="primary" onClick={() => window.print()}>
          Print this page
        </Button>
      </div>
    </>
  );
}

function OwnFacts({ self }: { self: RelaySelf }) {
  return (
    <section className="ui-stack">
      <h2>Keys</h2>
      <table>
        <tbody>
          <Fact name="Site" value={self.siteName} />
          <Fact name="Fingerprint of its key" value={self.fingerprint} />
          {self.nextFingerprint === null ? null : (
            <Fact name="Of its next key" value={self.nextFingerprint} />
          )}
          <Fact name="Fingerprint of headquarters" value={self.peerFingerprint} />
          <Fact name="Address of headquarters" value={self.link.url} />
          <Fact name="Redaction policy" value={self.policy} />
        </tbody>
      </table>
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string | null }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="ui-mono relay-key">{value ?? '–'}</td>
    </tr>
  );
}

function SitesFacts({ self }: { self: RelaySelf }) {
  const sites = useSites();
  return (
    <section className="ui-stack">
      <h2>Keys</h2>
      <p>
        Fingerprint of headquarters: <span className="ui-mono relay-key">{self.fingerprint ?? '–'}</span>
      </p>
      <FailureNote error={sites.error} />
      <table aria-label="Sites">
        <thead>
          <tr>
            <th scope="col">Site</th>
            <th scope="col">Reports</th>
            <th scope="col">Last bundle</th>
          </tr>
        </thead>
        <tbody>
          {sites.data?.items.map((site) => (
            <SiteFacts key={site.name} site={site} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function SiteFacts({
  site: { name, environments, reportEverySeconds, lastSequence, lastBundleAt },
}: {
  site: SiteView;
}) {
  return (
    <tr>
      <th scope="row">
        {name} ({environments.join(', ')})
      </th>
      <td>{everyText(reportEverySeconds)}</td>
      <td>
        {lastSequence === null ? (
          'none'
        ) : (
          <>
            {lastSequence}, <Time at={lastBundleAt} show="full" focusable={false} />
          </>
        )}
      </td>
    </tr>
  );
}

function Blank({ of }: { of: string }) {
  return (
    <p>
      {of}: <span className="relay-blank" />
    </p>
  );
}

function Steps() {
  return (
    <section className="ui-stack">
      <h2>As a rule</h2>
      <ol className="relay-heard">
        {routine.map(({ where, text, command }) => (
          <li key={text}>
            <b>{where}</b>: {text} <span className="ui-mono">{command}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Losses() {
  return (
    <section className="ui-stack">
      <h2>When something is lost</h2>
      <table aria-label="When something is lost">
        <thead>
          <tr>
            <th scope="col">It happened</th>
            <th scope="col">Do</th>
          </tr>
        </thead>
        <tbody>
          {losses.map(({ happened, text, command }) => (
            <tr key={happened}>
              <th scope="row">{happened}</th>
              <td>
                {text} {command === '' ? null : <span className="ui-mono">{command}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
