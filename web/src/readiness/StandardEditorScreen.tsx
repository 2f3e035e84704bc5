import type { ReadinessPreview, StandardSpec } from '@fieldmarshal/contract/readiness';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { liveKey } from '../app/live.ts';
import { useTitle } from '../app/page-title.ts';
import { useDraft, useEditedObject, type EditedObject } from '../catalog/editor/draft.ts';
import { EditorFrame } from '../catalog/editor/EditorFrame.tsx';
import { usePreview } from '../catalog/editor/preview.ts';
import { Loading } from '../ui/Loading.tsx';
import { Playground } from './Playground.tsx';
import { appliesToOf, blankStandard, missingInStandard, standardForm, standardOf } from './standard-form.ts';
import { StandardFields } from './StandardFields.tsx';
import './readiness.css';

/** Makes or edits a standard, with what it gives for any product, and who would fail it, beside it while it is typed. */
export function StandardEditorScreen() {
  const { name = null } = useParams({ strict: false });
  const object = useEditedObject('Standard', name);
  const [round, setRound] = useState(0);
  const again = () => setRound(round + 1);
  if (name === null) return <StandardEditor key={round} object={null} onStartAgain={again} />;
  if (object.isPending) return <Loading what="the standard" />;
  if (object.isError)
    return (
      <div className="screen">
        <FailureNote error={object.error} />
      </div>
    );
  return <StandardEditor key={`${name} ${round}`} object={object.data} onStartAgain={again} />;
}

function StandardEditor({
  object: given,
  onStartAgain,
}: {
  object: EditedObject | null;
  onStartAgain: () => void;
}) {
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
