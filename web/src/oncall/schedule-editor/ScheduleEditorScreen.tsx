import type { Spec } from '@fieldmarshal/contract/catalog';
import type { Preview } from '@fieldmarshal/contract/oncall/timeline';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { liveKey } from '../../app/live.ts';
import { useTitle } from '../../app/page-title.ts';
import { useDraft, useEditedObject, type EditedObject } from '../../catalog/editor/draft.ts';
import { EditorFrame } from '../../catalog/editor/EditorFrame.tsx';
import { usePreview } from '../../catalog/editor/preview.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Button } from '../../ui/Button.tsx';
import { nowMs, viewerZone } from '../../ui/clock.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { DraftSchedule } from './DraftSchedule.tsx';
import { FollowTheSunDialog } from '../FollowTheSunDialog.tsx';
import { blankSchedule, missingInSchedule, scheduleForm, scheduleOf } from './schedule-form.ts';
import { LayerList, ScheduleHead, ScheduleRest } from './ScheduleFields.tsx';

type ScheduleSpec = Spec<'Schedule'>;

/** Makes or edits a whole schedule, with what it would mean beside it while it is typed. */
export function ScheduleEditorScreen() {
  const { name = null } = useParams({ strict: false });
  const object = useEditedObject('Schedule', name);
  // Beginning again makes a new editor on what is saved now.
  const [round, setRound] = useState(0);
  const again = () => setRound(round + 1);
  if (name === null) return <ScheduleEditor key={round} object={null} onStartAgain={again} />;
  if (object.isPending) return <Loading what="the schedule" />;
  if (object.isError)
    return (
      <div className="screen">
        <ErrorNote onRetry={() => void object.refetch()}>{sentenceOf(object.error)}</ErrorNote>
      </div>
    );
  return <ScheduleEditor key={`${name} ${round}`} object={object.data} onStartAgain={again} />;
}

interface ScheduleEditorProps {
  object: EditedObject | null;
  onStartAgain: () => void;
}

function ScheduleEditor({ object: given, onStartAgain }: ScheduleEditorProps) {
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
