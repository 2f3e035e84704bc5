import type { ReadinessPreview, StandardSpec } from '@fieldmarshal/contract/readiness';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { liveKey } from '../app/live.ts';
import { useTitle } from '../app/page-title.ts';
import { useDraft, type EditedObject } from '../catalog/editor/draft.ts';
import { Edited, type EditorProps } from '../catalog/editor/Edited.tsx';
import { EditorFrame } from '../catalog/editor/EditorFrame.tsx';
import { usePreview } from '../catalog/editor/preview.ts';
import { Playground } from './Playground.tsx';
import { appliesToOf, blankStandard, missingInStandard, standardForm, standardOf } from './standard-form.ts';
import { StandardFields } from './StandardFields.tsx';
import './readiness.css';

/** Makes or edits a standard, with what it gives for any product, and who would fail it, beside it while it is typed. */
export function StandardEditorScreen() {
  return <Edited kind="Standard" what="the standard" editor={StandardEditor} />;
}

function StandardEditor({ object: given, onStartAgain }: EditorProps) {
  const [object] = useState(given);
  const [product, setProduct] = useState<string[]>([]);
  const navigate = useNavigate();
  const draft = useDraft({
    kind: 'Standard',
    object,
    begin: () => (object === null ? blankStandard : standardForm(specIn(object))),
    specOf: standardOf,
    missingIn: missingInStandard,
    onSaved: (name) =>
      void navigate({ to: '/readiness/standards/$name', params: { name }, ignoreBlocker: true }),
  });
  const { rule } = draft.form;
  const preview = usePreview<ReadinessPreview>({
    queryKey: liveKey(['readiness', 'catalog'], 'draft-standard'),
    path: 'readiness/preview',
    body:
      rule.trim() === ''
        ? null
        : {
            rule,
            appliesTo: appliesToOf(draft.form),
            ...(object === null ? {} : { standard: object.name }),
            ...(product[0] === undefined ? {} : { product: product[0] }),
          },
  });
  const title = object === null ? 'New standard' : `Edit ${object.spec.displayName ?? object.name}`;
  useTitle(title);
  const fault = preview.data?.fault;
  return (
    <EditorFrame
      title={title}
      draft={draft}
      faults={fault ? [{ path: 'rule', message: fault.message }] : preview.faults}
      head={null}
      onStartAgain={onStartAgain}
      onLeave={() =>
        void (object === null
          ? navigate({ to: '/readiness' })
          : navigate({ to: '/readiness/standards/$name', params: { name: object.name } }))
      }
      beside={
        <Playground preview={preview} isNew={object === null} product={product} onProduct={setProduct} />
      }
    >
      <StandardFields form={draft.form} onChange={draft.change} />
    </EditorFrame>
  );
}

/** What the server checked when it was stored. */
function specIn(object: EditedObject): StandardSpec {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return object.spec as unknown as StandardSpec;
}
