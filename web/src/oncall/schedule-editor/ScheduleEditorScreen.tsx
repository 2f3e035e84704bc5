import type { Spec } from '@fieldmarshal/contract/catalog';
import type { Preview } from '@fieldmarshal/contract/oncall/timeline';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { liveKey } from '../../app/live.ts';
import { useTitle } from '../../app/page-title.ts';
import { useDraft, type EditedObject } from '../../catalog/editor/draft.ts';
import { Edited, type EditorProps } from '../../catalog/editor/Edited.tsx';
import { EditorFrame } from '../../catalog/editor/EditorFrame.tsx';
import { usePreview } from '../../catalog/editor/preview.ts';
import { Button } from '../../ui/Button.tsx';
import { nowMs, viewerZone } from '../../ui/clock.ts';
import { DraftSchedule } from './DraftSchedule.tsx';
import { FollowTheSunDialog } from '../FollowTheSunDialog.tsx';
import { blankSchedule, missingInSchedule, scheduleForm, scheduleOf } from './schedule-form.ts';
import { LayerList, ScheduleHead, ScheduleRest } from './ScheduleFields.tsx';

type ScheduleSpec = Spec<'Schedule'>;

/** Makes or edits a whole schedule, with what it would mean beside it while it is typed. */
export function ScheduleEditorScreen() {
  return <Edited kind="Schedule" what="the schedule" editor={ScheduleEditor} />;
}

function ScheduleEditor({ object: given, onStartAgain }: EditorProps) {
  const [object] = useState(given);
  const navigate = useNavigate();
  const open = (name: string) =>
    void navigate({ to: '/oncall/$name', params: { name }, ignoreBlocker: true });
  const draft = useDraft({
    kind: 'Schedule',
    object,
    begin: () => (object === null ? blankSchedule(nowMs(), viewerZone()) : scheduleForm(specIn(object))),
    specOf: scheduleOf,
    missingIn: missingInSchedule,
    onSaved: open,
  });
  const { form, change, missing } = draft;
  const needed = missingInSchedule(form);
  const preview = usePreview<Preview>({
    queryKey: liveKey(['oncall', 'catalog'], 'draft-schedule'),
    path: 'schedules/preview',
    body: needed.length > 0 ? null : { spec: draft.spec, ...(object === null ? {} : { name: object.name }) },
  });
  const title = object === null ? 'New schedule' : `Edit ${object.spec.displayName ?? object.name}`;
  useTitle(title);
  return (
    <EditorFrame
      title={title}
      draft={draft}
      faults={preview.faults}
      head={<ScheduleHead form={form} onChange={change} />}
      onStartAgain={onStartAgain}
      onLeave={() =>
        void (object === null
          ? navigate({ to: '/oncall' })
          : navigate({ to: '/oncall/$name', params: { name: object.name } }))
      }
      beside={
        <DraftSchedule
          preview={preview}
          isNew={object === null}
          needed={needed[0]?.message ?? missing[0]?.message}
        />
      }
    >
      {object === null ? (
        <RoundTheSun
          onDraft={(spec) => draft.replace({ ...scheduleForm(spec), displayName: form.displayName })}
        />
      ) : null}
      <LayerList form={form} onChange={change} />
      <ScheduleRest form={form} onChange={change} />
    </EditorFrame>
  );
}

/** What the server checked when it was stored. */
function specIn(object: EditedObject): ScheduleSpec {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return object.spec as unknown as ScheduleSpec;
}

/** Begins with a layer for each hub. */
function RoundTheSun({ onDraft }: { onDraft: (spec: ScheduleSpec) => void }) {
  const search: { from?: string } = useSearch({ strict: false });
  const [isOpen, setOpen] = useState(search.from === 'hubs');
  return (
    <div>
      <Button onClick={() => setOpen(true)}>Plan it round the sun</Button>
      {isOpen ? (
        <FollowTheSunDialog
          onClose={() => setOpen(false)}
          onDraft={(spec) => {
            onDraft(spec);
            setOpen(false);
          }}
        />
      ) : null}
    </div>
  );
}
