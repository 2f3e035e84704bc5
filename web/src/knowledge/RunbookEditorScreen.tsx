import type { RunbookSpec } from '@fieldmarshal/contract/knowledge';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTitle } from '../app/page-title.ts';
import { useDraft, type EditedObject } from '../catalog/editor/draft.ts';
import { Edited, type EditorProps } from '../catalog/editor/Edited.tsx';
import { EditorFrame } from '../catalog/editor/EditorFrame.tsx';
import { Empty } from '../ui/Empty.tsx';
import { blankRunbook, missingInRunbook, runbookForm, runbookOf } from './runbook-form.ts';
import { RunbookFields } from './RunbookFields.tsx';
import { RunbookText } from './RunbookText.tsx';
import './knowledge.css';

/** Writes or edits a runbook, with how it will read beside it. */
export function RunbookEditorScreen() {
  return <Edited kind="Runbook" what="the runbook" editor={RunbookEditor} />;
}

function RunbookEditor({ object: given, onStartAgain }: EditorProps) {
  const [object] = useState(given);
  const navigate = useNavigate();
  const draft = useDraft({
    kind: 'Runbook',
    object,
    begin: () => (object === null ? blankRunbook : runbookForm(specIn(object))),
    specOf: runbookOf,
    missingIn: missingInRunbook,
    onSaved: (name) => void navigate({ to: '/runbooks/$name', params: { name }, ignoreBlocker: true }),
  });
  const title = object === null ? 'New runbook' : `Edit ${object.spec.displayName ?? object.name}`;
  useTitle(title);
  return (
    <EditorFrame
      title={title}
      draft={draft}
      faults={[]}
      head={null}
      onStartAgain={onStartAgain}
      onLeave={() =>
        void (object === null
          ? navigate({ to: '/runbooks' })
          : navigate({ to: '/runbooks/$name', params: { name: object.name } }))
      }
      beside={
        <section aria-label="How it reads" className="ui-stack">
          <h2>How it reads</h2>
          {draft.form.text.trim() === '' ? (
            <Empty>What is written stands here as people will read it.</Empty>
          ) : (
            <RunbookText text={draft.form.text} />
          )}
        </section>
      }
    >
      <RunbookFields
        form={draft.form}
        onChange={draft.change}
        onName={(name) => {
          if (object === null) draft.setName(name);
        }}
      />
    </EditorFrame>
  );
}

/** What the server checked when it was stored. */
function specIn(object: EditedObject): RunbookSpec {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return object.spec as unknown as RunbookSpec;
}
