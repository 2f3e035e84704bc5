import type { CheckPreview } from '@fieldmarshal/contract/checks/preview';
import type { CheckSpec } from '@fieldmarshal/contract/checks/spec';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { liveKey } from '../../app/live.ts';
import { useTitle } from '../../app/page-title.ts';
import { useDraft, type EditedObject } from '../../catalog/editor/draft.ts';
import { Edited, type EditorProps } from '../../catalog/editor/Edited.tsx';
import { EditorFrame } from '../../catalog/editor/EditorFrame.tsx';
import { usePreview } from '../../catalog/editor/preview.ts';
import { Empty } from '../../ui/Empty.tsx';
import { DraftDay } from './DraftDay.tsx';
import { blankMonitor, missingInMonitor, monitorForm, monitorOf } from './monitor-form.ts';
import { MonitorFields, MonitorHead } from './MonitorFields.tsx';
import '../checks.css';

/** Makes or edits a monitor, with what it would have said in the last day beside it while it is typed. */
export function MonitorEditorScreen() {
  return <Edited kind="Check" what="the monitor" editor={MonitorOrNone} />;
}

function MonitorOrNone(props: EditorProps) {
  const { object } = props;
  if (object !== null && specIn(object).probe.type === 'e2e') return <NoMonitor name={object.name} />;
  return <MonitorEditor {...props} />;
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

function MonitorEditor({ object: given, onStartAgain }: EditorProps) {
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
