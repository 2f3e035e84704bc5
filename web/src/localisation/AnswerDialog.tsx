import { useState } from 'react';
import { useObjectOptions } from '../catalog/object-api.ts';
import { FormDialog } from '../app/FormDialog.tsx';
import { Select } from '../ui/Select.tsx';
import { TextField } from '../ui/TextField.tsx';
import { answerOf } from './answer-of.ts';
import { useAnswerCause, type Answer, type Asked } from './cause-api.ts';
import { faultKindWords } from './cause-words.ts';

const others = [
  { value: 'test:', label: 'The test itself' },
  { value: 'environment:', label: 'The runner or its surroundings' },
  { value: 'unknown', label: 'It was never found out' },
];
const kinds = Object.entries(faultKindWords).map(([value, label]) => ({ value, label }));

/** Who it really was. */
export function AnswerDialog({
  asked,
  read,
  onClose,
}: {
  asked: Asked;
  /** The verdict that was on screen when it was opened. */
  read: Pick<Answer, 'version'>;
  onClose: () => void;
}) {
  const [cause, setCause] = useState('');
  const [faultKind, setFaultKind] = useState('');
  const [note, setNote] = useState('');
  // Verdicts change meanwhile; what was read when the form was opened counts.
  const [opened] = useState(read);
  const answer = useAnswerCause(asked, { inForm: true });
  const missing = cause === '' ? 'Choose the cause' : undefined;
  const submit = () => {
    if (missing !== undefined || answer.isPending) return;
    answer.mutate({ ...answerOf({ cause, faultKind, note }), ...opened }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      size="small"
      title="Name the true cause"
      verb="Record"
      onClose={onClose}
      onSubmit={submit}
      busy={answer.isPending}
      missing={missing}
      error={answer.error}
    >
      <CauseFields placeholder="Choose" {...{ cause, setCause, faultKind, setFaultKind }} />
      <TextField label="How do you know?" value={note} onChange={setNote} maxLength={500} />
    </FormDialog>
  );
}

interface CauseFieldsProps {
  placeholder: string;
  cause: string;
  setCause: (cause: string) => void;
  faultKind: string;
  setFaultKind: (kind: string) => void;
}

/** Who it was, and what was wrong with it; both may stay empty. */
export function CauseFields({ placeholder, cause, setCause, faultKind, setFaultKind }: CauseFieldsProps) {
  const products = useObjectOptions('Product');
  const options = [...products.map(({ value, label }) => ({ value: `product:${value}`, label })), ...others];
  return (
    <>
      <Select
        label="What was the cause?"
        placeholder={placeholder}
        options={options}
        value={cause}
        onChange={setCause}
      />
      <Select
        label="What was wrong with it?"
        placeholder="Not said"
        options={kinds}
        value={faultKind}
        onChange={setFaultKind}
      />
    </>
  );
}
