import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { useAct } from '../incidents/incident-api.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { answerOf, CauseFields } from './AnswerDialog.tsx';
import { useAnswerCause, useIncidentCause } from './cause-api.ts';
import { verdictSentence } from './cause-words.ts';

/** Resolving asks for the true cause, which may be skipped: without it the verdict cannot be judged. */
export function ResolveDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const verdict = useIncidentCause(incident.id);
  const [text, setText] = useState('');
  const [cause, setCause] = useState('');
  const [faultKind, setFaultKind] = useState('');
  const resolve = useAct(incident.id, { inForm: true });
  const answer = useAnswerCause(incident.id, { inForm: true });
  const submit = async () => {
    if (resolve.isPending || answer.isPending) return;
    try {
      if (cause !== '') await answer.mutateAsync(answerOf({ cause, faultKind, note: text.slice(0, 2_000) }));
      await resolve.mutateAsync({ path: 'resolve', body: { summary: text }, done: 'Resolved' });
      onClose();
    } catch {
      // The form shows it.
    }
  };
  const isAnswered = (verdict.data?.answer?.cause ?? null) !== null;
  return (
    <Dialog
      open
      size="small"
      onClose={onClose}
      title="Resolve the incident"
      onSubmit={() => void submit()}
      footer={
        <>
          <Button look="primary" type="submit" busy={resolve.isPending || answer.isPending}>
            Resolve
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <div className="ui-stack">
        <FailureNote error={answer.error ?? resolve.error} />
        <p>Open escalations stop; nobody is paged any more.</p>
        <TextArea label="What fixed it?" autoFocus value={text} onChange={setText} />
        {verdict.data === undefined ? null : <p className="ui-quiet">{verdictSentence(verdict.data)}</p>}
        <CauseFields
          placeholder={isAnswered ? 'As recorded before' : 'Skip'}
          {...{ cause, setCause, faultKind, setFaultKind }}
        />
      </div>
    </Dialog>
  );
}
