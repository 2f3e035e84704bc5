import type { WalkPreview } from '@fieldmarshal/contract/oncall/walk-preview';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { liveKey } from '../../app/live.ts';
import { useTitle } from '../../app/page-title.ts';
import { useDraft, type EditedObject } from '../../catalog/editor/draft.ts';
import { Edited, type EditorProps } from '../../catalog/editor/Edited.tsx';
import { EditorFrame } from '../../catalog/editor/EditorFrame.tsx';
import { NameField } from '../../catalog/editor/NameField.tsx';
import { usePreview } from '../../catalog/editor/preview.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { viewerZone } from '../../ui/clock.ts';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import type { PolicySpec } from '../paging/policy-api.ts';
import { askedBy, firstView, Moments, WalkChoice, type WalkView } from '../paging/Walk.tsx';
import { blankPolicy, missingInPolicy, policyForm, policyOf } from './policy-form.ts';
import { PolicyFields } from './PolicyFields.tsx';
import '../oncall-timeline.css';

/** Makes or edits a whole escalation policy, with who would be paged beside it while it is typed. */
export function PolicyEditorScreen() {
  return <Edited kind="EscalationPolicy" what="the escalation policy" editor={PolicyEditor} />;
}

function PolicyEditor({ object: given, onStartAgain }: EditorProps) {
  const [object] = useState(given);
  const [view, setView] = useState(firstView);
  const navigate = useNavigate();
  const zone = viewerZone();
  const draft = useDraft({
    kind: 'EscalationPolicy',
    object,
    begin: () => (object === null ? blankPolicy(zone) : policyForm(specIn(object), zone)),
    specOf: policyOf,
    missingIn: missingInPolicy,
    onSaved: (name) => void navigate({ to: '/escalation/$name', params: { name }, ignoreBlocker: true }),
  });
  const needed = missingInPolicy(draft.form);
  const preview = usePreview<WalkPreview>({
    queryKey: liveKey(['oncall', 'catalog'], 'draft-policy'),
    path: 'escalation-policies/preview',
    body: needed.length > 0 ? null : { spec: draft.spec, ...askedBy(view) },
  });
  const title = object === null ? 'New escalation policy' : `Edit ${object.spec.displayName ?? object.name}`;
  useTitle(title);
  const leave = () =>
    void (object === null
      ? navigate({ to: '/oncall' })
      : navigate({ to: '/escalation/$name', params: { name: object.name } }));
  return (
    <EditorFrame
      title={title}
      draft={draft}
      faults={preview.faults}
      head={<NameField form={draft.form} onChange={draft.change} />}
      onStartAgain={onStartAgain}
      onLeave={leave}
      beside={<DraftWalk preview={preview} view={view} onView={setView} needed={needed[0]?.message} />}
    >
      <PolicyFields form={draft.form} onChange={draft.change} zone={zone} />
    </EditorFrame>
  );
}

/** What the server checked when it was stored. */
function specIn(object: EditedObject): PolicySpec {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return object.spec as unknown as PolicySpec;
}

interface DraftWalkProps {
  preview: ReturnType<typeof usePreview<WalkPreview>>;
  view: WalkView;
  onView: (view: WalkView) => void;
  /** What is still missing before the draft means something. */
  needed: string | undefined;
}

function DraftWalk({ preview: { data, failure, faults, isStale }, view, onView, needed }: DraftWalkProps) {
  const isOld = data !== undefined && (faults.length > 0 || needed !== undefined);
  return (
    <section className="ui-stack" aria-label="Who would be paged" aria-busy={isStale}>
      <h2>Who would be paged</h2>
      <WalkChoice view={view} onChange={onView} />
      {failure === null || failure === undefined ? null : <ErrorNote>{sentenceOf(failure)}</ErrorNote>}
      {data === undefined && faults.length === 0 ? (
        needed === undefined ? (
          <Loading what="the walk" />
        ) : (
          <Empty>{needed} to see who would be paged, minute by minute.</Empty>
        )
      ) : null}
      {isOld ? (
        <p className="ui-quiet" role="status">
          As of the last draft that could be read.
        </p>
      ) : null}
      {data === undefined ? null : <Moments walk={data} />}
    </section>
  );
}
