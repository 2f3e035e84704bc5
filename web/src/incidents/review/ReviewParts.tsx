import {
  reviewParts,
  reviewPartTitles,
  type Incident,
  type ReviewPart,
} from '@fieldmarshal/contract/incidents/room';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { Button } from '../../ui/Button.tsx';
import { RunbookText } from '../../knowledge/RunbookText.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { Time } from '../../ui/Time.tsx';
import { useAct } from '../incident-api.ts';
import { reviewHints } from './review-words.ts';

/** The written review, part by part. Each is saved on its own, so that several people can write at once. */
export function ReviewParts({ incident }: { incident: Incident }) {
  return (
    <section className="ui-card room-panel" aria-label="Written review">
      {reviewParts.map((part) => (
        <Part key={part} incident={incident} part={part} />
      ))}
    </section>
  );
}

interface PartProps {
  incident: Incident;
  part: ReviewPart;
}

function Part({ incident, part }: PartProps) {
  const [editing, setEditing] = useState(false);
  const written = incident.review.parts.find((other) => other.part === part);
  const text = written?.text ?? '';
  return (
    <section className="review-part" aria-label={reviewPartTitles[part]}>
      <div className="ui-row">
        <h2>{reviewPartTitles[part]}</h2>
        <span className="screen-gap" />
        {editing || incident.mergedInto !== null ? null : (
          <Button
            look="plain"
            className="ui-no-print"
            aria-label={`${text === '' ? 'Write' : 'Change'}: ${reviewPartTitles[part]}`}
            onClick={() => setEditing(true)}
          >
            {text === '' ? 'Write' : 'Change'}
          </Button>
        )}
      </div>
      {editing ? <PartForm incident={incident} part={part} onDone={() => setEditing(false)} /> : null}
      {!editing && text === '' ? <p className="ui-quiet">Not written yet. {reviewHints[part]}</p> : null}
      {!editing && text !== '' && written !== undefined ? (
        <>
          <RunbookText text={text} />
          <p className="ui-quiet ui-small">
            {written.by}, <Time at={written.at} />
          </p>
        </>
      ) : null}
    </section>
  );
}

function PartForm({ incident, part, onDone }: PartProps & { onDone: () => void }) {
  const act = useAct(incident.id, { inForm: true });
  const [begun] = useState(() => incident.review.parts.find((other) => other.part === part));
  const [text, setText] = useState(begun?.text ?? '');
  const save = () =>
    act.mutate(
      { path: 'review/parts', body: { part, text, basis: begun?.seq ?? 0 }, done: 'Written' },
      { onSuccess: onDone },
    );
  return (
    <div className="ui-stack">
      <TextArea
        label={reviewPartTitles[part]}
        labelHidden
        hint={`${reviewHints[part]} Markdown; [12] names entry 12 of the log.`}
        autoFocus
        rows={6}
        maxLength={20_000}
        value={text}
        onChange={setText}
        onSubmit={save}
      />
      <FailureNote error={act.error} />
      <div className="ui-row">
        <Button look="primary" busy={act.isPending} onClick={save}>
          Save
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </div>
    </div>
  );
}
