import { useBlocker } from '@tanstack/react-router';
import { useId, type ReactNode } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { RequestError } from '../../app/http.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Confirm } from '../../ui/Confirm.tsx';
import { TextField } from '../../ui/TextField.tsx';
import type { Draft } from './draft.ts';
import { FaultsContext, useFault, type Fault } from './faults.ts';
import { Theirs } from './Theirs.tsx';
import './editor.css';

interface EditorFrameProps<F> {
  title: string;
  draft: Draft<F>;
  /** Faults found by the preview; they stand beside their fields with those of saving. */
  faults: readonly Fault[];
  /** What the draft would mean. */
  beside: ReactNode;
  /** Throws away what is typed and begins with what is saved now. */
  onStartAgain: () => void;
  onLeave: () => void;
  /** The first fields; the id follows them. */
  head: ReactNode;
  children: ReactNode;
}

/** A form on the left, on the right what it would mean, with saving below it. What is typed is never lost without being asked. */
export function EditorFrame<F extends { displayName: string }>(props: EditorFrameProps<F>) {
  const { title, draft, faults, beside, onStartAgain, onLeave, head, children } = props;
  const formId = useId();
  const all = [...draft.faults, ...faults];
  const leaving = useBlocker({
    shouldBlockFn: () => draft.isDirty && draft.locked === null,
    enableBeforeUnload: () => draft.isDirty && draft.locked === null,
    withResolver: true,
  });
  return (
    <FaultsContext value={all}>
      <div className="screen ui-stack editor">
        <h1>{title}</h1>
        {draft.locked === null ? null : <p className="ui-card ui-draft">{draft.locked}</p>}
        {draft.theirs === null ? null : (
          <Theirs
            draft={draft}
            onStartAgain={onStartAgain}
            note="; the differences shown are to what is saved now"
          />
        )}
        <div className="editor-columns">
          <form
            id={formId}
            className="ui-stack"
            aria-label={title}
            onSubmit={(event) => {
              event.preventDefault();
              draft.save();
            }}
          >
            {head}
            {draft.object === null ? <IdField draft={draft} /> : null}
            {children}
            <AsFile draft={draft} />
          </form>
          <div className="editor-beside">
            <div className="editor-meaning">{beside}</div>
            <SaveBar draft={draft} faults={all} formId={formId} onLeave={onLeave} />
          </div>
        </div>
        <Confirm
          open={leaving.status === 'blocked'}
          onClose={() => leaving.reset?.()}
          onConfirm={() => leaving.proceed?.()}
          title="Leave without saving?"
          verb="Leave"
        >
          What you changed here is not saved and will be gone.
        </Confirm>
      </div>
    </FaultsContext>
  );
}

function IdField<F extends { displayName: string }>({ draft }: { draft: Draft<F> }) {
  const taken = draft.failure instanceof RequestError && draft.failure.status === 409;
  const fault = useFault('metadata.name');
  return (
    <TextField
      label="Id"
      hint="By which files, the API and other objects name it; it stays for good"
      value={draft.name}
      onChange={draft.setName}
      error={taken ? 'There is one of this id already. Choose another.' : fault}
      spellCheck={false}
      autoComplete="off"
    />
  );
}

interface SaveBarProps<F> {
  draft: Draft<F>;
  faults: readonly Fault[];
  formId: string;
  onLeave: () => void;
}

function SaveBar<F>({ draft, faults, formId, onLeave }: SaveBarProps<F>) {
  return (
    <div className="editor-bar">
      {draft.failure === null ? null : <FailureNote error={draft.failure} />}
      {faults.length === 0 || draft.failure !== null ? null : (
        <div className="ui-row">
          <p role="status">
            {faults.length === 1
              ? 'One field needs a look: '
              : `${faults.length} fields need a look, first: `}
            {faults[0]?.message}
          </p>
          <Button onClick={() => focusFault(formId)}>Go to it</Button>
        </div>
      )}
      <div className="ui-row">
        <Button
          look="primary"
          type="submit"
          form={formId}
          busy={draft.isSaving}
          disabledReason={
            draft.locked ??
            (draft.theirs === null ? undefined : 'Somebody else changed it: choose above what shall stay')
          }
        >
          Save
        </Button>
        <Button onClick={onLeave}>Cancel</Button>
      </div>
    </div>
  );
}

function focusFault(formId: string): void {
  document.getElementById(formId)?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
}

/** The same object as a file for `apply`; JSON is YAML, too. */
function AsFile<F>({ draft: { kind, name, object, spec } }: { draft: Draft<F> }) {
  const labels = object?.labels ?? {};
  const metadata = { name, ...(Object.keys(labels).length === 0 ? {} : { labels }) };
  const file = { apiVersion: 'fieldmarshal/v1', kind, metadata, spec };
  return (
    <details>
      <summary>As a file</summary>
      <CodeBlock title={`${kind.toLowerCase()}.yaml`} code={JSON.stringify(file, null, 2)} />
    </details>
  );
}
