import {
  actionAims,
  type Action,
  type ActionAim,
  type Incident,
} from '@fieldmarshal/contract/incidents/room';
import { useState } from 'react';
import { FormDialog } from '../../app/FormDialog.tsx';
import { useObjectOptions } from '../../catalog/object-api.ts';
import { SearchSelect } from '../../ui/SearchSelect.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useAct } from '../incident-api.ts';
import { aimWords } from '../review/review-words.ts';

interface ActionDialogProps {
  incident: Incident;
  action: Action | null;
  onClose: () => void;
}

/** Adds or changes an action. The owner is told, and reminded from two days before its day. */
export function ActionDialog({ incident, action, onClose }: ActionDialogProps) {
  const act = useAct(incident.id, { inForm: true });
  const form = useActionForm(action);
  const save = () =>
    act.mutate(
      {
        path: action === null ? 'actions' : `actions/${action.action}`,
        body: form.body,
        done: action === null ? 'Action added' : 'Action changed',
      },
      { onSuccess: onClose },
    );
  return (
    <FormDialog
      title={action === null ? 'Add an action' : `Change action ${action.action}`}
      verb={action === null ? 'Add' : 'Save'}
      onClose={onClose}
      onSubmit={save}
      busy={act.isPending}
      error={act.error}
    >
      <ActionFields incident={incident} form={form} />
    </FormDialog>
  );
}

function useActionForm(action: Action | null) {
  const [title, setTitle] = useState(action?.title ?? '');
  const [aim, setAim] = useState<ActionAim>(action?.aim ?? 'prevent');
  const [owner, setOwner] = useState(listOf(action?.owner?.person));
  const [team, setTeam] = useState(listOf(action?.team));
  const [dueOn, setDueOn] = useState(action?.dueOn ?? '');
  const [task, setTask] = useState(action?.task ?? '');
  const [factor, setFactor] = useState(action?.factor ?? '');
  return {
    ...{ title, setTitle, aim, setAim, owner, setOwner, team, setTeam, dueOn, setDueOn },
    ...{ task, setTask, factor, setFactor },
    body: {
      ...{ title, aim, owner: owner[0] ?? null, team: team[0] ?? null },
      ...{ dueOn: orNull(dueOn), task: orNull(task), factor: orNull(factor) },
    },
  };
}

function ActionFields({ incident, form }: { incident: Incident; form: ReturnType<typeof useActionForm> }) {
  const people = useObjectOptions('Person');
  const teams = useObjectOptions('Team');
  return (
    <>
      <TextField label="What will be done?" maxLength={200} value={form.title} onChange={form.setTitle} />
      <Select
        label="What for?"
        value={form.aim}
        options={actionAims.map((value) => ({ value, label: aimWords[value] }))}
        onChange={(value) => form.setAim(actionAims.find((one) => one === value) ?? 'prevent')}
      />
      <SearchSelect
        label="Owner"
        hint="One person; told now, reminded when it is due."
        value={form.owner}
        max={1}
        onChange={form.setOwner}
        options={people}
      />
      <SearchSelect label="Team" value={form.team} max={1} onChange={form.setTeam} options={teams} />
      <TextField label="Due" type="date" value={form.dueOn} onChange={form.setDueOn} />
      <Select
        label="Because of factor"
        value={form.factor}
        options={[
          { value: '', label: 'None' },
          ...incident.review.factors.map(({ factor, text }) => ({
            value: factor,
            label: `${factor} ${text}`,
          })),
        ]}
        onChange={form.setFactor}
      />
      <Select
        label="From task"
        value={form.task}
        options={[
          { value: '', label: 'None' },
          ...incident.tasks.map(({ task, title }) => ({ value: task, label: `${task} ${title}` })),
        ]}
        onChange={form.setTask}
      />
    </>
  );
}

function listOf(name: string | null | undefined): string[] {
  return name ? [name] : [];
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}
