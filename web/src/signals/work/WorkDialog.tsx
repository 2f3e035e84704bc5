import { useState } from 'react';
import { FormDialog } from '../../app/FormDialog.tsx';
import { useDraft, useEditedObject, type EditedObject } from '../../catalog/editor/draft.ts';
import { FaultsContext } from '../../catalog/editor/faults.ts';
import { Theirs } from '../../catalog/editor/Theirs.tsx';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { nowMs, viewerZone } from '../../ui/clock.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { blankWork, missingInWork, workForm, workOf, type WorkSpec } from './work-form.ts';
import { WorkFields } from './WorkFields.tsx';
import { WorkPreview } from './WorkPreview.tsx';

/** Plans work that comes again; its next times are shown before it is saved. */
export function PlanWorkDialog({ onClose }: { onClose: () => void }) {
  return <WorkDialog object={null} onClose={onClose} onStartAgain={onClose} />;
}

/** Changes what is planned, from what is saved now. */
export function EditWorkDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const object = useEditedObject('MaintenanceWindow', name);
  // Beginning again makes a new form of what is saved now.
  const [round, setRound] = useState(0);
  // What is typed outlives a look that failed, and one that is gone: saving says so.
  if (object.data !== undefined)
    return (
      <WorkDialog
        key={round}
        object={object.data}
        onClose={onClose}
        onStartAgain={() => setRound(round + 1)}
      />
    );
  return (
    <Dialog open title="Edit maintenance" onClose={onClose}>
      {object.isPending ? <Loading what="the maintenance" /> : null}
      {object.isError ? (
        <ErrorNote onRetry={() => void object.refetch()}>{sentenceOf(object.error)}</ErrorNote>
      ) : null}
    </Dialog>
  );
}

interface WorkDialogProps {
  /** As it is saved; null: a new one is made. */
  object: EditedObject | null;
  onClose: () => void;
  onStartAgain: () => void;
}

function WorkDialog({ object: given, onClose, onStartAgain }: WorkDialogProps) {
  const [object] = useState(given);
  const [openedAt] = useState(nowMs);
  const saved = object === null ? null : specIn(object);
  const draft = useDraft({
    kind: 'MaintenanceWindow',
    object,
    begin: () => (saved === null ? blankWork(viewerZone()) : workForm(saved, object?.name ?? '')),
    specOf: workOf,
    missingIn: missingInWork,
    onSaved: onClose,
  });
  const isLate = draft.theirs !== null;
  return (
    <FaultsContext value={draft.faults}>
      <FormDialog
        title={
          saved === null ? 'Plan maintenance that comes again' : `Edit ${saved.displayName ?? object?.name}`
        }
        verb={saved === null ? 'Plan' : 'Save'}
        onClose={onClose}
        onSubmit={draft.save}
        busy={draft.isSaving}
        missing={
          draft.locked ??
          (isLate ? 'Somebody else changed it: choose what shall stay' : draft.missing[0]?.message)
        }
        error={isLate ? null : draft.failure}
      >
        {draft.locked === null ? null : <p className="ui-card ui-draft">{draft.locked}</p>}
        {isLate ? <Theirs draft={draft} onStartAgain={onStartAgain} /> : null}
        <WorkFields form={draft.form} onChange={draft.change} />
        <WorkPreview form={draft.form} saved={saved} now={openedAt} />
      </FormDialog>
    </FaultsContext>
  );
}

/** What the server checked when it was stored. */
function specIn(object: EditedObject): WorkSpec {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return object.spec as unknown as WorkSpec;
}
