import { FailureNote } from '../../app/FailureNote.tsx';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { useDraftTest } from './court-api.ts';

/** What a test is drafted of. */
export interface Wanted {
  workflow: string;
  incident: string | null;
}

/** A test to start from, to be copied; nothing is stored. */
export function DraftDialog({
  wanted: { workflow, incident },
  onClose,
}: {
  wanted: Wanted;
  onClose: () => void;
}) {
  const draft = useDraftTest(workflow, incident);
  return (
    <Dialog
      open
      title="A test to start from"
      onClose={onClose}
      footer={
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <p>
        The steps are those of the catalog; what a user does at each is still to be written, and until then it
        fails. Put it into a Playwright project and send it with <code>fieldmarshal checks deploy</code>.
      </p>
      {draft.isPending ? <Loading what="the draft" /> : null}
      <FailureNote error={draft.error} />
      {draft.data === undefined ? null : <CodeBlock title={draft.data.file} code={draft.data.text} />}
    </Dialog>
  );
}
