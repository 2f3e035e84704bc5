import type { RunnerView } from '@fieldmarshal/contract/checks/runner';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FailureNote } from '../../app/FailureNote.tsx';
import { sendJson } from '../../app/http.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Time } from '../../ui/Time.tsx';

interface KeyDialogProps {
  runner: RunnerView;
  /** The other way out: its token is in other hands. */
  onRenew: () => void;
  onClose: () => void;
}

/** Another key came with the token of a runner: was it installed anew, or has somebody else its token? */
export function KeyDialog({ runner, onRenew, onClose }: KeyDialogProps) {
  const { key, otherKey } = runner;
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: async (accept: boolean) =>
      sendJson('POST', `/api/v1/runners/${runner.id}/key`, {
        body: { fingerprint: otherKey?.fingerprint, accept },
      }),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries();
    },
  });
  if (otherKey === null) return null;
  const hasKey = otherKey.fingerprint !== '';
  return (
    <Dialog
      open
      title={`Another key of ${runner.name}`}
      onClose={onClose}
      footer={
        <>
          <Button
            look="primary"
            busy={decide.isPending}
            disabledReason={hasKey ? undefined : 'There is no key to accept: update the runner'}
            onClick={() => decide.mutate(true)}
          >
            Accept this key
          </Button>
          <Button onClick={onRenew}>Give it a new token</Button>
          <Button busy={decide.isPending} onClick={() => decide.mutate(false)}>
            Forget it
          </Button>
        </>
      }
    >
      <div className="ui-stack">
        <FailureNote error={decide.error} />
        <KeyFacts known={key} other={otherKey} />
      </div>
    </Dialog>
  );
}

interface KeyFactsProps {
  known: RunnerView['key'];
  other: NonNullable<RunnerView['otherKey']>;
}

function KeyFacts({ known, other }: KeyFactsProps) {
  const hasKey = other.fingerprint !== '';
  return (
    <>
      <p>
        Somebody asked for work with this runner’s token and{' '}
        {hasKey ? (
          <>
            the key <b className="ui-mono">{other.fingerprint}</b>
          </>
        ) : (
          <b>no key</b>
        )}
        , first <Time at={other.since} show="moment" />, last seen <Time at={other.seenAt} />. Nothing was
        given out, no secret either.
      </p>
      {known === null ? null : (
        <p>
          The runner is known by <b className="ui-mono">{known.fingerprint}</b> since{' '}
          <Time at={known.since} show="moment" />.
        </p>
      )}
      <KeyAdvice />
    </>
  );
}

function KeyAdvice() {
  return (
    <ul className="checks-list">
      <li>
        <b>You installed it anew, or its data folder was lost:</b> compare the key with the one that it prints
        when it starts. If they are the same, accept it.
      </li>
      <li>
        <b>You did not:</b> its token is in other hands. Give it a new one, and look where the old one was
        kept.
      </li>
      <li>
        <b>A second machine was started with this token by mistake:</b> stop it, enrol it by itself, and
        forget its key here.
      </li>
    </ul>
  );
}
