import type { InitiativeSpec } from '@fieldmarshal/contract/readiness';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTitle } from '../../app/page-title.ts';
import { useDraft, type EditedObject } from '../../catalog/editor/draft.ts';
import { Edited, type EditorProps } from '../../catalog/editor/Edited.tsx';
import { EditorFrame } from '../../catalog/editor/EditorFrame.tsx';
import { nowMs } from '../../ui/clock.ts';
import { InitiativeFields } from './InitiativeFields.tsx';
import { InitiativeReach } from './InitiativeReach.tsx';
import { blankInitiative, initiativeForm, initiativeOf, missingInInitiative } from './initiative-form.ts';
import '../readiness.css';

/** Makes or edits an initiative, with how its standards are met today beside it. */
export function InitiativeEditorScreen() {
  return <Edited kind="Initiative" what="the initiative" editor={InitiativeEditor} />;
}

function InitiativeEditor({ object: given, onStartAgain }: EditorProps) {
  const [object] = useState(given);
  const navigate = useNavigate();
  const draft = useDraft({
    kind: 'Initiative',
    object,
    begin: () =>
      object === null
        ? blankInitiative(new Date(nowMs()).toISOString().slice(0, 10))
        : initiativeForm(specIn(object)),
    specOf: initiativeOf,
    missingIn: missingInInitiative,
    onSaved: (name) =>
      void navigate({ to: '/readiness/initiatives/$name', params: { name }, ignoreBlocker: true }),
  });
  const title = object === null ? 'New initiative' : `Edit ${object.spec.displayName ?? object.name}`;
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
          ? navigate({ to: '/readiness/initiatives' })
          : navigate({ to: '/readiness/initiatives/$name', params: { name: object.name } }))
      }
      beside={<InitiativeReach form={draft.form} />}
    >
      <InitiativeFields form={draft.form} onChange={draft.change} />
    </EditorFrame>
  );
}

/** What the server checked when it was stored. */
function specIn(object: EditedObject): InitiativeSpec {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return object.spec as unknown as InitiativeSpec;
}
