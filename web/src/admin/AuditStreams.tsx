import type { AuditStream } from '@fieldmarshal/contract/identity/audit';
import { sentenceOf } from '../incidents/incident-api.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { HealthGlyph } from '../ui/HealthGlyph.tsx';
import { Time } from '../ui/Time.tsx';
import { useAdmin } from './admin-api.ts';

/** Where the log is sent to, and how far each receiver is; nothing where the operator named none. */
export function AuditStreams() {
  const list = useAdmin<{ items: AuditStream[] }>('audit/streams');
  if (list.isError)
    return <ErrorNote onRetry={() => void list.refetch()}>{sentenceOf(list.error)}</ErrorNote>;
  if (!list.isSuccess || list.data.items.length === 0) return null;
  return (
    <ul className="ui-stack admin-plain" aria-label="Receivers of the audit log">
      {list.data.items.map((stream) => (
        <li key={stream.name}>
          <HealthGlyph health={stream.failingSince === null ? 'ok' : 'failing'} label={false} />{' '}
          <span>
            <span className="ui-mono admin-long">{stream.name}</span> {stateOf(stream)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function stateOf({ sentSeq, newestSeq, sentAt, failingSince, failure }: AuditStream) {
  const waiting = newestSeq - sentSeq;
  if (failingSince !== null)
    return (
      <>
        takes nothing since <Time at={failingSince} show="clock" />: {failure.replace(/\.$/, '')}. {waiting}{' '}
        entries wait here.
      </>
    );
  if (sentAt === null) return `has taken nothing yet; ${waiting} entries wait.`;
  return (
    <>
      has {sentSeq} of {newestSeq} entries, the last of them taken <Time at={sentAt} />.
    </>
  );
}
