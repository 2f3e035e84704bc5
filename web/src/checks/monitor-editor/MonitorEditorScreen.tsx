import type { CheckPreview } from '@fieldmarshal/contract/checks/preview';
import type { CheckSpec } from '@fieldmarshal/contract/checks/spec';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { liveKey } from '../../app/live.ts';
import { useTitle } from '../../app/page-title.ts';
import { useDraft, useEditedObject, type EditedObject } from '../../catalog/editor/draft.ts';
import { EditorFrame } from '../../catalog/editor/EditorFrame.tsx';
import { usePreview } from '../../catalog/editor/preview.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { DraftDay } from './DraftDay.tsx';
import { blankMonitor, missingInMonitor, monitorForm, monitorOf } from './monitor-form.ts';
import { MonitorFields, MonitorHead } from './MonitorFields.tsx';
import '../checks.css';

/** Makes or edits a monitor, with what it would have said in the last day beside it while it is typed. */
export function MonitorEditorScreen() {
  const { name = null } = useParams({ strict: false });
  const object = useEditedObject('Check', name);
  // Beginning again makes a new editor on what is saved now.
  const [round, setRound] = useState(0);
  const again = () => setRound(round + 1);
  if (name === null) return <MonitorEditor key={round} object={null} onStartAgain={again} />;
  if (object.isPending) return <Loading what="the monitor" />;
  if (object.isError)
    return (
      <div className="screen">
        <ErrorNote onRetry={() => void object.refetch()}>{sentenceOf(object.error)}</ErrorNote>
      </div>
    );
  if (specIn(object.data).probe.type === 'e2e') return <NoMonitor name={name} />;
  return <MonitorEditor key={`${name} ${round}`} object={object.data} onStartAgain={again} />;
}

function NoMonitor({ name }: { name: string }) {
  return (
    <div className="screen">
      <Empty
        action={
          <Link to="/checks/$name" params={{ name }}>
            The check
          </Link>
        }
      >
        {name} is an end-to-end test: it is changed in its Playwright project and deployed from there.
      </Empty>
    </div>
  );
}

interface MonitorEditorProps {
  object: EditedObject | null;
  onStartAgain: () => void;
}

function MonitorEditor({ object: given, onStartAgain }: MonitorEditorProps) {
  const [object] = useState(given);
  const navigate = useNavigate();
  const draft = useDraft({
    kind: 'Check',
    object,
    begin: () => (object === null ? blankMonitor() : monitorForm(specIn(object))),
    specOf: monitorOf,
    missingIn: missingInMonitor,
    onSaved: (name) => void navigate({ to: '/checks/$name', params: { name }, ignoreBlocker: true }),
  });
  const needed = missingInMonitor(draft.form);
  const preview = usePreview<CheckPreview>({
    queryKey: liveKey(['catalog'], 'draft-monitor'),
    path: 'checks/preview',
    body: needed.length > 0 ? null : { spec: draft.spec, ...(object === null ? {} : { name: object.name }) },
  });
  const title = object === null ? 'New monitor' : `Edit ${object.spec.displayName ?? object.name}`;
  useTitle(title);
  const leave = () =>
    void (object === null
      ? navigate({ to: '/checks' })
      : navigate({ to: '/checks/$name', params: { name: object.name } }));
  return (
    <EditorFrame
      title={title}
      draft={draft}
      faults={preview.faults}
      head={<MonitorHead form={draft.form} onChange={draft.change} isNew={object === null} />}
      onStartAgain={onStartAgain}
      onLeave={leave}
      beside={<DraftDay preview={preview} draft={draft} needed={needed[0]?.message} />}
    >
      <MonitorFields form={draft.form} onChange={draft.change} />
    </EditorFrame>
  );
}

/** What the server checked when it was stored. */
function specIn(object: EditedObject): CheckSpec {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return object.spec as unknown as CheckSpec;
}
