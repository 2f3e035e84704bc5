import type { RunbookSpec } from '@fieldmarshal/contract/knowledge';
import { useNavigate } from '@tanstack/react-router';
import { Edited, type EditorProps } from '../catalog/editor/Edited.tsx';
import { EditorFrame } from '../catalog/editor/EditorFrame.tsx';
import { useObjectEditor, type ObjectForm } from '../catalog/editor/object-editor.ts';
import { Empty } from '../ui/Empty.tsx';
import { blankRunbook, missingInRunbook, runbookForm, runbookOf, type RunbookForm } from './runbook-form.ts';
import { RunbookFields } from './RunbookFields.tsx';
import { RunbookText } from './RunbookText.tsx';
import './knowledge.css';

/** Writes or edits a runbook, with how it will read beside it. */
export function RunbookEditorScreen() {
  return <Edited kind="Runbook" what="the runbook" editor={RunbookEditor} />;
}

const runbookForms: ObjectForm<RunbookSpec, RunbookForm> = {
  ...{ kind: 'Runbook', what: 'runbook', blank: blankRunbook },
  ...{ formOf: runbookForm, specOf: runbookOf, missingIn: missingInRunbook },
};

function RunbookEditor(props: EditorProps) {
  const navigate = useNavigate();
  const { draft, object, frame } = useObjectEditor(props, runbookForms, {
    saved: (name) => void navigate({ to: '/runbooks/$name', params: { name }, ignoreBlocker: true }),
    left: (name) =>
      void (name === null
        ? navigate({ to: '/runbooks' })
        : navigate({ to: '/runbooks/$name', params: { name } })),
  });
  return (
    <EditorFrame
      {...frame}
      faults={[]}
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
