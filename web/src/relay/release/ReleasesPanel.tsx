import type { ReleaseView } from '@fieldmarshal/contract/relay';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { RequestError, sendJson } from '../../app/http.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Confirm.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { sizeText } from '../../ui/size-text.ts';
import { Table, type Column } from '../../ui/Table.tsx';
import { Time } from '../../ui/Time.tsx';
import { useRelayWrite } from '../relay-api.ts';
import { bringRelease, useReleases } from './release-api.ts';

const bytesMax = 1024 ** 3;

/** Releases of Fieldmarshal for sites: brought here at headquarters, come in a bundle at a site. Installing is done at the machine. */
export function ReleasesPanel({ atHeadquarters }: { atHeadquarters: boolean }) {
  const releases = useReleases();
  const [dropped, setDropped] = useState<ReleaseView | null>(null);
  // Who may not carry bundles has no use for them.
  if (releases.error instanceof RequestError && releases.error.status === 403) return null;
  return (
    <section className="ui-stack" aria-label="Releases">
      <h2>Releases</h2>
      <p className="ui-quiet">
        {atHeadquarters
          ? 'A bundle for a site can take a release of Fieldmarshal along.'
          : 'Save it at the machine of this site, and install it there with “fieldmarshal update FILE”: that looks at the signature of the release, which has a key of its own.'}
      </p>
      <FailureNote error={releases.error} />
      {releases.data === undefined ? null : (
        <Table
          label="Kept releases"
          rows={releases.data.items}
          rowKey={({ sha256 }) => sha256}
          empty={<Empty>{atHeadquarters ? 'None was brought here.' : 'None has come.'}</Empty>}
          columns={columnsOf(setDropped)}
        />
      )}
      {atHeadquarters ? <Bring /> : null}
      {dropped === null ? null : (
        <Remove release={dropped} atHeadquarters={atHeadquarters} onClose={() => setDropped(null)} />
      )}
    </section>
  );
}

interface RemoveProps {
  readonly release: ReleaseView;
  readonly atHeadquarters: boolean;
  readonly onClose: () => void;
}

/** What came on a stick or with a bundle may not come again soon. */
function Remove({ release: { name, sha256, bytes }, atHeadquarters, onClose }: RemoveProps) {
  const drop = useRelayWrite(async () => sendJson('DELETE', `/api/v1/relay/releases/${sha256}`, {}));
  return (
    <Confirm
      open
      title={`Remove ${name}?`}
      verb="Remove"
      busy={drop.isPending}
      onConfirm={() => drop.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    >
      Its {sizeText(bytes)} are deleted here; what is installed stays as it is.{' '}
      {atHeadquarters
        ? 'Bundles that took it along keep it. To send it again, bring the file again.'
        : 'To have it again, headquarters must send it again.'}
      <FailureNote error={drop.error} />
    </Confirm>
  );
}

function columnsOf(onDrop: (release: ReleaseView) => void): readonly Column<ReleaseView>[] {
  return [
    {
      id: 'name',
      header: 'Release',
      rowHeader: true,
      cell: ({ name, sha256 }) => (
        <a href={`/api/v1/relay/releases/${sha256}/file`} download>
          {name}
        </a>
      ),
    },
    {
      id: 'bytes',
      header: 'Size',
      width: '6rem',
      align: 'end',
      wideOnly: true,
      cell: ({ bytes }) => sizeText(bytes),
    },
    {
      id: 'hash',
      header: 'SHA-256',
      wideOnly: true,
      cell: ({ sha256 }) => <span className="ui-mono relay-key">{sha256.slice(0, 16)}…</span>,
    },
    {
      id: 'at',
      header: 'Here',
      width: '7rem',
      cell: ({ storedAt }) => <Time at={storedAt} focusable={false} />,
    },
    {
      id: 'do',
      header: <span className="ui-hidden">Actions</span>,
      width: '7rem',
      cell: (release) => (
        <Button look="plain" aria-label={`Remove ${release.name}`} onClick={() => onDrop(release)}>
          Remove
        </Button>
      ),
    },
  ];
}

function Bring() {
  const [sentRatio, setSentRatio] = useState<number | null>(null);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const bring = useRelayWrite(async (file: File) => bringRelease(file, setSentRatio));
  return (
    <>
      <FileDrop
        accept=".release"
        bytesMax={bytesMax}
        onFiles={([file]) => {
          setRefused([]);
          if (file) bring.mutate(file, { onSettled: () => setSentRatio(null) });
        }}
        onRefused={setRefused}
      >
        <p>A file that “fieldmarshal bundle release” wrote.</p>
      </FileDrop>
      {sentRatio === null ? null : <progress value={sentRatio} max={1} aria-label="Sending the release" />}
      {refused.length === 0 ? null : <ErrorNote>{refused.join(' ')}</ErrorNote>}
      {bring.isError ? <ErrorNote>{sentenceOf(bring.error)}</ErrorNote> : null}
    </>
  );
}
