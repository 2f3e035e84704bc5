import type { DiodeView } from '@fieldmarshal/contract/relay';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { Button } from '../../ui/Button.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { sizeText } from '../../ui/size-text.ts';
import { TextField } from '../../ui/TextField.tsx';
import { Time } from '../../ui/Time.tsx';
import { post, useRelayWrite } from '../relay-api.ts';
import { useDiode } from './diode-api.ts';
import '../relay.css';

interface DiodePanelProps {
  /** Whose line it is. */
  readonly site: string;
  /** Set at headquarters, which has a line to each of its sites. */
  readonly atHeadquarters: boolean;
}

/** A one-way line: what left over it, what comes over it, and sending again what a request page asks for. */
export function DiodePanel({ site, atHeadquarters }: DiodePanelProps) {
  const diode = useDiode();
  const other = atHeadquarters ? 'the site' : 'headquarters';
  return (
    <section className="ui-card ui-stack" aria-label="One-way line">
      <h2>One-way line</h2>
      {diode.isPending ? <Loading what="the one-way line" /> : null}
      <FailureNote error={diode.error} />
      {diode.data === undefined ? null : (
        <>
          <p>{waysOf(diode.data, other)}</p>
          <Coming transfers={diode.data.transfers.filter((each) => each.site === site)} />
          {diode.data.to === null ? null : <SendAgain site={atHeadquarters ? site : undefined} />}
          <Sendings sendings={diode.data.sendings.filter((each) => each.site === site).slice(0, 8)} />
        </>
      )}
    </section>
  );
}

function waysOf({ to, listens }: DiodeView, other: string): string {
  const out =
    to === null
      ? 'This server sends over none.'
      : `What may leave is sent to ${to} by itself; nobody answers there, so whether it came only ${other} knows.`;
  const comes =
    listens === null ? 'It listens for none.' : `It listens at ${listens} for what ${other} sends.`;
  return to === null && listens === null
    ? 'None: FIELDMARSHAL_DIODE_TO names where one ends, FIELDMARSHAL_DIODE_LISTEN where this server listens. Another machine can do both with "fieldmarshal bundle send --udp" and "bundle listen --udp".'
    : `${out} ${comes}`;
}

function Coming({ transfers }: { transfers: DiodeView['transfers'] }) {
  if (transfers.length === 0) return null;
  return (
    <ul className="relay-list" aria-label="What comes over it">
      {transfers.map(({ sequence, have, parts, bytes, lastAt, result }) => (
        <li key={`${sequence} ${parts} ${bytes}`}>
          {result === null ? (
            <>
              <progress value={have} max={parts} aria-label={`Parts of bundle ${sequence}`} /> Bundle{' '}
              {sequence}, {have} of {parts} parts, {sizeText(bytes)}, the last datagram{' '}
              <Time at={lastAt} show="ago" />
            </>
          ) : (
            <>
              <b>Bundle {sequence} came whole and was refused.</b> {result} <Time at={lastAt} show="ago" />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function SendAgain({ site }: { site: string | undefined }) {
  const [numbers, setNumbers] = useState('');
  const send = useRelayWrite(async () =>
    post<DiodeView>('/api/v1/relay/diode/sendings', { numbers, ...(site === undefined ? {} : { site }) }),
  );
  return (
    <form
      className="ui-stack"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate(undefined, { onSuccess: () => setNumbers('') });
      }}
    >
      <TextField
        label="Numbers of a request page"
        hint='As it has them: "7: 3, 12-14; 9 #K4"'
        value={numbers}
        onChange={setNumbers}
      />
      <FailureNote error={send.error} />
      <div className="ui-row">
        <Button
          type="submit"
          busy={send.isPending}
          disabledReason={numbers.trim() === '' ? 'Type the numbers first' : undefined}
        >
          Send again
        </Button>
      </div>
    </form>
  );
}

function Sendings({ sendings }: { sendings: DiodeView['sendings'] }) {
  if (sendings.length === 0) return null;
  return (
    <ul className="relay-list" aria-label="What left over it">
      {sendings.map((sending) => (
        <li key={sending.id}>
          Bundle {sending.sequence}
          {sending.parts === null
            ? ''
            : `, ${sending.parts.length} ${sending.parts.length === 1 ? 'part' : 'parts'}`}
          : <Sent sending={sending} /> <span className="ui-quiet">by {sending.by}</span>
        </li>
      ))}
    </ul>
  );
}

function Sent({
  sending: { state, sentRatio, endedAt, error, sequence },
}: {
  sending: DiodeView['sendings'][number];
}) {
  if (state === 'failed') return <b>not sent. {error}</b>;
  if (state === 'sent')
    return (
      <>
        left <Time at={endedAt} show="ago" />
      </>
    );
  if (state === 'waiting') return 'waits';
  return <progress value={sentRatio} max={1} aria-label={`Sending bundle ${sequence}`} />;
}
