import type { SiteDetail } from '@fieldmarshal/contract/relay';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { FormDialog } from '../app/FormDialog.tsx';
import { useObjectOptions } from '../catalog/object-api.ts';
import { Button } from '../ui/Button.tsx';
import { CodeBlock } from '../ui/CodeBlock.tsx';
import { Confirm } from '../ui/Confirm.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Select } from '../ui/Select.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { TextField } from '../ui/TextField.tsx';
import { Time } from '../ui/Time.tsx';
import { post, useRelayWrite } from './relay-api.ts';
import { rhythms } from './relay-words.ts';

interface Invited {
  invitation: string;
  code: string;
  endsAt: string;
}

const dailySeconds = '86400';

/** Headquarters: a site is invited. Invitation and code are shown this once. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [environment, setEnvironment] = useState('');
  const [every, setEvery] = useState(dailySeconds);
  const environments = useObjectOptions('Environment');
  const invite = useRelayWrite(async () =>
    post<Invited>('/api/v1/sites', {
      name: name === '' ? environment : name,
      environments: environment === '' ? [] : [environment],
      reportEverySeconds: every === '' ? null : Number(every),
    }),
  );
  if (invite.data !== undefined) return <Invitation invited={invite.data} onClose={onClose} />;
  return (
    <FormDialog
      title="Invite a site"
      verb="Invite"
      onClose={onClose}
      onSubmit={() => invite.mutate()}
      busy={invite.isPending}
      error={invite.error}
    >
      <Select
        label="Environment"
        value={environment}
        options={environments}
        placeholder="Which one it stands in"
        onChange={setEnvironment}
      />
      <TextField label="Name" hint="Left empty: as the environment" value={name} onChange={setName} />
      <Select label="It should report" value={every} options={rhythms} onChange={setEvery} />
    </FormDialog>
  );
}

/** Headquarters: a site whose keys, device or invitation were lost is invited anew, for the same environments. */
export function InviteAgainDialog({
  site: { name, environments, reportEverySeconds },
  onClose,
}: {
  site: SiteDetail;
  onClose: () => void;
}) {
  const invite = useRelayWrite(async () =>
    post<Invited>('/api/v1/sites', { name, environments, reportEverySeconds }),
  );
  if (invite.data !== undefined) return <Invitation invited={invite.data} onClose={onClose} />;
  return (
    <Confirm
      open
      title={`Invite ${name} again?`}
      verb="Invite"
      busy={invite.isPending}
      onConfirm={() => invite.mutate()}
      onClose={onClose}
    >
      An earlier invitation ends. What the site told before stays, and its keys of today are good until it has
      answered, unless they were revoked. Then its bundles begin at 1, and it tells everything again.
      <FailureNote error={invite.error} />
    </Confirm>
  );
}

function Invitation({ invited, onClose }: { invited: Invited; onClose: () => void }) {
  return (
    <Dialog
      open
      title="Invitation and code"
      onClose={onClose}
      footer={
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className="ui-stack">
        <p>
          Both are shown once and end <Time at={invited.endsAt} show="moment" />. The invitation may travel in
          any way. Tell the code in person and write it nowhere: who has both can speak for the site.
        </p>
        <CodeBlock title="Invitation" code={invited.invitation} />
        <CodeBlock title="Code" code={invited.code} />
      </div>
    </Dialog>
  );
}

/** Headquarters: what the site answered. */
export function ConfirmDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const [answer, setAnswer] = useState('');
  const confirm = useRelayWrite(async () =>
    post<SiteDetail>(`/api/v1/sites/${encodeURIComponent(name)}/confirm`, { answer }),
  );
  const key = confirm.data?.keys.at(-1)?.fingerprint;
  return (
    <Dialog
      open
      title={key === undefined ? `Enrol ${name}` : `${name} is enrolled`}
      onClose={onClose}
      {...(key === undefined ? { onSubmit: () => confirm.mutate() } : {})}
      footer={
        key === undefined ? (
          <Button
            look="primary"
            type="submit"
            busy={confirm.isPending}
            disabledReason={answer.trim() === '' ? 'Enter the answer first' : undefined}
          >
            Enrol
          </Button>
        ) : (
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        )
      }
    >
      {key === undefined ? (
        <div className="ui-stack">
          <TextArea
            label="Answer of the site"
            hint='It begins with "fmanswer."'
            value={answer}
            onChange={setAnswer}
          />
          <FailureNote error={confirm.error} />
        </div>
      ) : (
        <>
          <p>Compare this fingerprint with what the site shows, by voice.</p>
          <CodeBlock title="Fingerprint" code={key} />
        </>
      )}
    </Dialog>
  );
}

interface Joined {
  answer: string;
  fingerprint: string;
}

/** The site: it answers an invitation. `again`: it has joined before, and was invited anew. */
export function JoinDialog({ again, onClose }: { again: boolean; onClose: () => void }) {
  // Joining makes a site of it; what was asked stays what it was.
  const [isAgain] = useState(again);
  const [invitation, setInvitation] = useState('');
  const [code, setCode] = useState('');
  const join = useRelayWrite(async () => post<Joined>('/api/v1/relay/join', { invitation, code }));
  return (
    <Dialog
      open
      title={
        join.data !== undefined
          ? 'Answer for headquarters'
          : isAgain
            ? 'Answer a new invitation'
            : 'Join headquarters'
      }
      onClose={onClose}
      {...(join.data === undefined ? { onSubmit: () => join.mutate() } : {})}
      footer={
        join.data === undefined ? (
          <Button
            look="primary"
            type="submit"
            busy={join.isPending}
            disabledReason={invitation.trim() === '' || code.trim() === '' ? 'Enter both first' : undefined}
          >
            Join
          </Button>
        ) : (
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        )
      }
    >
      {join.data === undefined ? (
        <div className="ui-stack">
          {isAgain ? (
            <p>
              For when headquarters has invited this site anew. It makes new keys: bundles then begin at 1 and
              tell everything again, those that are still on their way are refused, and a link is set anew.
            </p>
          ) : null}
          <TextArea
            label="Invitation"
            hint='It begins with "fminvite."'
            value={invitation}
            onChange={setInvitation}
          />
          <TextField label="Code" hint="As it was told to you" value={code} onChange={setCode} />
          <FailureNote error={join.error} />
        </div>
      ) : (
        <div className="ui-stack">
          <p>Carry this answer back. Nothing that this site sends is believed before it is entered there.</p>
          <CodeBlock title="Answer" code={join.data.answer} />
          <CodeBlock title="Fingerprint of the key of this site" code={join.data.fingerprint} />
        </div>
      )}
    </Dialog>
  );
}
