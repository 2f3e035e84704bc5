import type { ModelProviderSpec } from '@fieldmarshal/contract/assist';
import { useNavigate } from '@tanstack/react-router';
import { Edited, type EditorProps } from '../../catalog/editor/Edited.tsx';
import { EditorFrame } from '../../catalog/editor/EditorFrame.tsx';
import { useObjectEditor, type ObjectForm } from '../../catalog/editor/object-editor.ts';
import { Empty } from '../../ui/Empty.tsx';
import { useModelProviders } from './model-admin-api.ts';
import {
  blankProvider,
  missingInProvider,
  providerForm,
  providerOf,
  type ProviderForm,
} from './provider-form.ts';
import { ProviderFields } from './ProviderFields.tsx';
import { KeyForm, TryIt } from './ProviderCard.tsx';
import './model.css';

/** Makes or edits a server with a model, with its key and what a try of it showed beside it. */
export function ProviderEditorScreen() {
  return <Edited kind="ModelProvider" what="the provider" editor={ProviderEditor} />;
}

const providerForms: ObjectForm<ModelProviderSpec, ProviderForm> = {
  ...{ kind: 'ModelProvider', what: 'model provider', blank: blankProvider },
  ...{ formOf: providerForm, specOf: providerOf, missingIn: missingInProvider },
};

function ProviderEditor(props: EditorProps) {
  const navigate = useNavigate();
  const { draft, object, frame } = useObjectEditor(props, providerForms, {
    // A new one has its key to be sealed yet, and is to be tried.
    saved: (name) =>
      void (props.object === null
        ? navigate({ to: '/model-providers/$name/edit', params: { name }, ignoreBlocker: true })
        : navigate({ to: '/admin', search: { part: 'model' }, ignoreBlocker: true })),
    left: () => void navigate({ to: '/admin', search: { part: 'model' } }),
  });
  return (
    <EditorFrame
      {...frame}
      faults={[]}
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
