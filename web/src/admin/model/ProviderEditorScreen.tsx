import type { ModelProviderSpec } from '@fieldmarshal/contract/assist';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTitle } from '../../app/page-title.ts';
import { useDraft, type EditedObject } from '../../catalog/editor/draft.ts';
import { Edited, type EditorProps } from '../../catalog/editor/Edited.tsx';
import { EditorFrame } from '../../catalog/editor/EditorFrame.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { useModelProviders } from './model-admin-api.ts';
import { blankProvider, missingInProvider, providerForm, providerOf } from './provider-form.ts';
import { ProviderFields } from './ProviderFields.tsx';
import { KeyForm, TryIt } from './ProviderCard.tsx';
import './model.css';

/** Makes or edits a server with a model, with its key and what a try of it showed beside it. */
export function ProviderEditorScreen() {
  return <Edited kind="ModelProvider" what="the provider" editor={ProviderEditor} />;
}

function ProviderEditor({ object: given, onStartAgain }: EditorProps) {
  const [object] = useState(given);
  const navigate = useNavigate();
  const leave = () => void navigate({ to: '/admin', search: { part: 'model' }, ignoreBlocker: true });
  const draft = useDraft({
    kind: 'ModelProvider',
    object,
    begin: () => (object === null ? blankProvider : providerForm(specIn(object))),
    specOf: providerOf,
    missingIn: missingInProvider,
    onSaved: (name) =>
      object === null
        ? void navigate({ to: '/model-providers/$name/edit', params: { name }, ignoreBlocker: true })
        : leave(),
  });
  const title = object === null ? 'New model provider' : `Edit ${object.spec.displayName ?? object.name}`;
  useTitle(title);
  return (
    <EditorFrame
      title={title}
      draft={draft}
      faults={[]}
      head={null}
      onStartAgain={onStartAgain}
      onLeave={() => void navigate({ to: '/admin', search: { part: 'model' } })}
      beside={<Beside name={object?.name ?? null} isDirty={draft.isDirty} />}
    >
      <ProviderFields form={draft.form} onChange={draft.change} />
    </EditorFrame>
  );
}

/** Only what is saved can be tried: the key is sealed for the saved address. */
function Beside({ name, isDirty }: { name: string | null; isDirty: boolean }) {
  const { data } = useModelProviders();
  const provider = data?.items.find((one) => one.name === name);
  return (
    <section aria-label="Whether it answers" className="ui-stack">
      <h2>Whether it answers</h2>
      {provider === undefined ? (
        <Empty>Save it: then its key is sealed here, and it is tried with a made-up incident.</Empty>
      ) : (
        <>
          <TryIt
            provider={provider}
            disabledReason={isDirty ? 'Save first: what is saved is what is tried' : undefined}
          />
          {provider.key === 'none' ? null : <KeyForm provider={provider} />}
        </>
      )}
    </section>
  );
}

/** What the server checked when it was stored. */
function specIn(object: EditedObject): ModelProviderSpec {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return object.spec as unknown as ModelProviderSpec;
}
