import { useRef, useState } from 'react';
import { useCutOffReason } from '../../app/connection/cut-off.ts';
import { useKeys } from '../../app/keys/keys.ts';
import { Button } from '../../ui/Button.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { CopyButton } from '../../ui/CodeBlock.tsx';
import { Time } from '../../ui/Time.tsx';
import { useAudience, useCommsAct, type Communication } from '../comms-api.ts';
import {
  approvalOf,
  approvalText,
  blockedBy,
  languageNames,
  readersText,
  stageWords,
} from '../comms-words.ts';
import { CorrectLanguagesDialog } from './CorrectLanguagesDialog.tsx';
import { EditMessageDialog } from './EditMessageDialog.tsx';
import { MessageWords } from './MessageWords.tsx';
import { SendLater } from './SendLater.tsx';
import { RecipientsDialog } from './RecipientsDialog.tsx';
import '../comms.css';

interface MessageCardProps {
  message: Communication;
  /** Whether U goes to its approval, which Enter then gives, E edits it, and Z takes it back: so it is with one message of a room. */
  hasKeys?: boolean;
}

/** One message: whom it is for, its words with findings in place, and what can be done with it now. */
export function MessageCard({ message, hasKeys = false }: MessageCardProps) {
  const { state, title, stage, language, editedBy, corrects, sendAt, sentAt } = message;
  const approvals = approvalText(message);
  return (
    <article
      className={`comms-card${state === 'draft' ? ' ui-draft' : ''}`}
      aria-label={`${readersText(message)}, ${languageNames.of(language) ?? language}`}
    >
      <div className="ui-row">
        <b>{readersText(message)}</b>
        <Pill draft={state === 'draft'}>{stageWords[stage]}</Pill>
        <span className="ui-quiet">
          {languageNames.of(language)}, {editedBy === null ? 'written by rules' : `edited by ${editedBy}`}
          {corrects === null ? '' : `, corrects ${corrects}`}
        </span>
      </div>
      <p className="comms-title" lang={language}>
        {title}
      </p>
      <MessageWords message={message} />
      {approvals === '' ? null : (
        <p className="ui-quiet">
          {approvals}
          {state === 'draft' && sendAt !== null ? (
            <>
              , to leave <Time at={sendAt} show="moment" focusable={false} />
            </>
          ) : null}
        </p>
      )}
      {sentAt === null ? <AudienceLine message={message} /> : <ReachLine message={message} />}
      <MessageActions message={message} hasKeys={hasKeys} />
    </article>
  );
}

function AudienceLine({ message }: MessageCardProps) {
  const audience = useAudience(message.id);
  if (audience.data === undefined) return <p className="ui-quiet">Counting who gets it…</p>;
  const { recipients, byChannel, customers, unreachable, spared, onPage } = audience.data;
  const channels = byChannel.map(({ channel, count }) => `${count} by ${channel}`).join(', ');
  return (
    <p className="ui-quiet">
      {recipients === 0
        ? 'Nobody gets it directly'
        : `${recipients} ${recipients === 1 ? 'gets' : 'get'} it: ${channels}`}
      {message.audience === 'customers'
        ? `, of ${customers} ${customers === 1 ? 'customer' : 'customers'} who ${customers === 1 ? 'uses' : 'use'} it`
        : ''}
      {onPage ? ', and the status page' : ''}.{' '}
      {unreachable.length === 0 ? null : <b>Without anybody to tell: {unreachable.join(', ')}.</b>}{' '}
      {spared.length === 0 ? null : `Not told, since they were said not to be hit: ${spared.join(', ')}.`}
    </p>
  );
}

function ReachLine({ message: { reach, sentAt } }: MessageCardProps) {
  const { recipients, sent, waiting, failed, unknown } = reach;
  return (
    <p className="ui-quiet">
      Sent <Time at={sentAt} focusable={false} /> to {recipients}: {sent} took it, {waiting} wait, {failed}{' '}
      failed
      {unknown === 0 ? '' : `, ${unknown} not known`}.
    </p>
  );
}

function MessageActions({ message, hasKeys = false }: MessageCardProps) {
  switch (message.state) {
    case 'draft':
      return <DraftActions message={message} hasKeys={hasKeys} />;
    case 'approved':
      return <LeavingActions message={message} hasKeys={hasKeys} />;
    case 'sent':
      return <SentActions message={message} />;
    case 'discarded':
      return null;
  }
}

function DraftActions({ message, hasKeys = false }: MessageCardProps) {
  const [editing, setEditing] = useState(false);
  const approval = useRef<HTMLButtonElement>(null);
  useDraftKeys(hasKeys, { approve: () => approval.current?.focus(), edit: () => setEditing(true) });
  const [scheduling, setScheduling] = useState(false);
  const cutOff = useCutOffReason();
  const act = useCommsAct();
  const changed = message.changes.length > 0;
  const path = `communications/${message.id}`;
  const approve = (sendAt?: string) =>
    act.mutate({
      path: `${path}/approve`,
      body: {
        ...approvalOf(message),
        ...(sendAt === undefined ? {} : { sendAt }),
      },
    });
  return (
    <div className="ui-row ui-no-print">
      <Button
        look="primary"
        busy={act.isPending}
        disabledReason={cutOff ?? blockedBy(message)}
        ref={approval}
        {...(hasKeys ? { keyHint: 'u' } : {})}
        onClick={() => approve()}
      >
        {changed ? 'Approve although it changed' : 'Approve and send'}
      </Button>
      <Button {...(hasKeys ? { keyHint: 'e' } : {})} onClick={() => setEditing(true)}>
        Edit
      </Button>
      <Button
        look="plain"
        aria-expanded={scheduling}
        disabledReason={blockedBy(message)}
        onClick={() => setScheduling(!scheduling)}
      >
        Send later
      </Button>
      {scheduling ? (
        <SendLater busy={act.isPending} onSend={approve} onCancel={() => setScheduling(false)} />
      ) : null}
      <WayBack message={message} />
      {editing ? <EditMessageDialog message={message} onClose={() => setEditing(false)} /> : null}
    </div>
  );
}

/** Back from what people made of a draft: to the generated words, to no approval, or to no draft where a person wrote it from nothing. */
function WayBack({ message: { id, editedBy, incidentId, corrects, approvals } }: MessageCardProps) {
  const act = useCommsAct();
  const isOwn = incidentId === null || corrects !== null;
  const button = (what: string, words: string, done: string) => (
    <Button
      look="plain"
      busy={act.isPending}
      onClick={() => act.mutate({ path: `communications/${id}/${what}`, done })}
    >
      {words}
    </Button>
  );
  return (
    <>
      {approvals.length === 0 ? null : button('undo', 'Take back the approval', 'Nobody has approved it now')}
      {editedBy === null || isOwn
        ? null
        : button('reset', 'Write anew', 'Written anew from what is known now')}
      {isOwn ? button('discard', 'Throw away', 'Thrown away: nothing was sent') : null}
    </>
  );
}

/** U only goes to the button: what leaves the house is not sent by one key alone. */
function useDraftKeys(on: boolean, { approve, edit }: { approve: () => void; edit: () => void }): void {
  useKeys(
    on
      ? [
          {
            id: 'comms.approve',
            keys: 'u',
            label: 'Go to the message to approve',
            group: 'Room',
            run: approve,
          },
          { id: 'comms.edit', keys: 'e', label: 'Edit the message', group: 'Room', run: edit },
        ]
      : [],
  );
}

function LeavingActions({ message, hasKeys = false }: MessageCardProps) {
  const act = useCommsAct();
  return (
    <div className="ui-row ui-no-print">
      <span role="status">
        Approved. Leaves in <Time at={message.sendAt} show="countdown" focusable={false} />
      </span>
      <Button
        look="ending"
        {...(hasKeys ? { keyHint: 'z' } : {})}
        busy={act.isPending}
        onClick={() =>
          act.mutate({ path: `communications/${message.id}/undo`, done: 'Taken back: nothing was sent' })
        }
      >
        Take back
      </Button>
    </div>
  );
}

function SentActions({ message }: MessageCardProps) {
  const [correcting, setCorrecting] = useState(false);
  const CorrectDialog = message.inLanguages.length > 1 ? CorrectLanguagesDialog : EditMessageDialog;
  const [listing, setListing] = useState(false);
  return (
    <div className="ui-row ui-no-print">
      <CopyButton label="Copy the words" text={`${message.title}\n\n${message.text}`} />
      <Button onClick={() => setListing(true)}>Recipients</Button>
      <Button onClick={() => setCorrecting(true)}>Correct</Button>
      {listing ? <RecipientsDialog id={message.id} onClose={() => setListing(false)} /> : null}
      {correcting ? <CorrectDialog message={message} onClose={() => setCorrecting(false)} /> : null}
    </div>
  );
}
