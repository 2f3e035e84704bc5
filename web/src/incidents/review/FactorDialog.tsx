import {
  factorKinds,
  type Factor,
  type FactorKind,
  type Incident,
} from '@fieldmarshal/contract/incidents/room';
import { useState } from 'react';
import { FormDialog } from '../../app/FormDialog.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useAct } from '../incident-api.ts';
import { factorWords } from './review-words.ts';

interface FactorDialogProps {
  incident: Incident;
  factor: Factor | null;
  onClose: () => void;
}

/** Adds or changes a contributing factor. */
export function FactorDialog({ incident, factor, onClose }: FactorDialogProps) {
  const act = useAct(incident.id, { inForm: true });
  const [kind, setKind] = useState<FactorKind>(factor?.kind ?? 'condition');
  const [text, setText] = useState(factor?.text ?? '');
  const [entries, setEntries] = useState(factor?.entries.join(', ') ?? '');
  const save = () =>
    act.mutate(
      {
        path: factor === null ? 'factors' : `factors/${factor.factor}`,
        body: { kind, text, entries: (entries.match(/\d+/g) ?? []).map(Number) },
        done: factor === null ? 'Factor added' : 'Factor changed',
      },
      { onSuccess: onClose },
    );
  return (
    <FormDialog
      size="small"
      title={factor === null ? 'Add a contributing factor' : `Change factor ${factor.factor}`}
      verb={factor === null ? 'Add' : 'Save'}
      onClose={onClose}
      onSubmit={save}
      busy={act.isPending}
      error={act.error}
    >
      <TextArea
        label="What contributed?"
        hint="A condition, not a person: what made the step reasonable at that moment?"
        value={text}
        onChange={setText}
        onSubmit={save}
        maxLength={2000}
      />
      <Select
        label="How did it contribute?"
        value={kind}
        options={factorKinds.map((value) => ({ value, label: factorWords[value] }))}
        onChange={(value) => setKind(factorKinds.find((one) => one === value) ?? 'condition')}
      />
      <TextField
        label="Entries of the log that show it"
        hint="Their numbers, such as 12, 15"
        value={entries}
        onChange={setEntries}
      />
    </FormDialog>
  );
}
