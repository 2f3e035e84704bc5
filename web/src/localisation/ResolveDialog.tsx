import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { useAct } from '../incidents/incident-api.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { HealthGlyph } from '../ui/HealthGlyph.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { answerBeside } from './answer-of.ts';
import { CauseFields } from './AnswerDialog.tsx';
import { useAnswerCause, useIncidentCause } from './cause-api.ts';
import { verdictSentence } from './cause-words.ts';

/** What fires on would be silent with the incident over, so it opens another: whoever resolves should know, and say if it may. */
function StillFiring({ incident: { id, alertGroups, drill } }: { incident: Incident }) {
  const firing = alertGroups.reduce((sum, group) => sum + group.firing, 0);
  if (firing === 0 || drill) return null;
  const [they, them] = firing === 1 ? ['it still does', 'it'] : ['they still do', 'them'];
  return (
    <p>
      <HealthGlyph health="failing" label={false} />{' '}
      <Link to="/alerts" search={{ incident: id }}>
        {firing === 1 ? 'One alert still fires' : `${firing} alerts still fire`}
      </Link>
      . If {they} a while after this, a new incident opens: silence or resolve {them} first if that is
      expected.
    </p>
  );
}

/** Resolving asks for the true cause, which may be skipped: without it the verdict cannot be judged. */
export function ResolveDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const verdict = useIncidentCause(incident.id);
  const [text, setText] = useState('');
  const [cause, setCause] = useState('');
  const [faultKind, setFaultKind] = useState('');
  const resolve = useAct(incident.id, { inForm: true });
  const answer = useAnswerCause({ kind: 'incident', id: incident.id }, { inForm: true });
  const before = verdict.data?.answer ?? null;
  const said = answerBeside(before, { cause, faultKind, note: text.slice(0, 2_000) });
  const missing = said === 'no cause' ? 'Choose the cause too, or leave open what was wrong' : undefined;
  const submit = async () => {
    if (resolve.isPending || answer.isPending || said === 'no cause') return;
    try {
      if (said !== null) await answer.mutateAsync(said);
      await resolve.mutateAsync({ path: 'resolve', body: { summary: text }, done: 'Resolved' });
      onClose();
    } catch {
      // The form shows it.
    }
  };
  const isAnswered = (before?.cause ?? null) !== null;
  return (
    <Dialog
      open
      size="small"
      onClose={onClose}
      title="Resolve the incident"
      onSubmit={() => void submit()}
      footer={
        <>
          <Button
            look="primary"
            type="submit"
            busy={resolve.isPending || answer.isPending}
            disabledReason={missing}
          >
            Resolve
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <div className="ui-stack">
        <FailureNote error={answer.error ?? resolve.error} />
        <p>Open escalations stop; nobody is paged any more.</p>
        <StillFiring incident={incident} />
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
