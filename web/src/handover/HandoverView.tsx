import type { BriefSection, HandoverDetail } from '@fieldmarshal/contract/oncall/handover';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { Button } from '../ui/Button.tsx';
import { CopyButton } from '../ui/CodeBlock.tsx';
import { Loading } from '../ui/Loading.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { Time } from '../ui/Time.tsx';
import { useHandover, useHandoverAct } from './handover-api.ts';
import { HandoverState, namesOf } from './handover-words.tsx';

/** One handover: the facts, the note beside them, and both signatures. */
export function HandoverView({ id }: { id: string }) {
  const found = useHandover(id);
  if (found.data === undefined)
    return found.isPending ? <Loading what="the handover" /> : <FailureNote error={found.error} />;
  const handover = found.data;
  return (
    <article className="ui-stack" aria-label={`Handover of ${handover.scheduleName}`}>
      <Head handover={handover} />
      <div className="handover-body">
        <div className="handover-facts">
          {handover.brief.sections.map((section) => (
            <Facts key={section.key} section={section} />
          ))}
        </div>
        <Signatures handover={handover} />
      </div>
    </article>
  );
}

function Head({ handover }: { handover: HandoverDetail }) {
  return (
    <section className="ui-stack" aria-label="Who and when">
      <h2>
        {handover.scheduleName}: {namesOf(handover.outgoing)} to {namesOf(handover.incoming)}
      </h2>
      <div className="ui-row">
        <Time at={handover.changeAt} show="moment" />
        <HandoverState handover={handover} />
        <CopyButton text={handover.text} label="Copy as text" />
      </div>
      {handover.voidWhy === null ? null : <p>{handover.voidWhy}</p>}
      {handover.status === 'escalated' && handover.escalatedTo.length > 0 ? (
        <p>Told, and may accept: {handover.escalatedTo.join(', ')}.</p>
      ) : null}
      <p className="ui-quiet">
        {handover.frozen ? 'The facts as they were signed, ' : 'The facts as they are now, '}
        <Time at={handover.brief.at} show="moment" />.
      </p>
    </section>
  );
}

function Facts({ section }: { section: BriefSection }) {
  return (
    <section className="ui-card ui-stack" aria-label={section.title}>
      <h3>
        {section.title} <span className="ui-quiet">{section.lines.length + section.more}</span>
      </h3>
      {section.lines.length === 0 ? (
        <p className="ui-quiet">{section.none}</p>
      ) : (
        <ul className="handover-lines">
          {section.lines.map(({ text, href }) => (
            <li key={`${href} ${text}`}>
              <Link to={href}>{text}</Link>
            </li>
          ))}
        </ul>
      )}
      {section.more === 0 ? null : <p className="ui-quiet">and {section.more} more</p>}
    </section>
  );
}

function Signatures({ handover }: { handover: HandoverDetail }) {
  const { id, may, signed, accepted } = handover;
  const act = useHandoverAct(id);
  const [note, setNote] = useState(handover.note);
  const isChanged = note.trim() !== handover.note;
  const keep = async (): Promise<unknown> => act.mutateAsync({ act: 'note', note }).catch(() => undefined);
  const sign = async (): Promise<void> => {
    // What was typed and not kept belongs to what is signed.
    if (may.note && isChanged && (await keep()) === undefined) return;
    act.mutate({ act: 'sign' });
  };
  return (
    <section className="ui-card ui-stack handover-hands" aria-label="Note and signatures">
      {may.note ? (
        <NoteForm
          note={note}
          onChange={setNote}
          onKeep={() => void keep()}
          isChanged={isChanged}
          isBusy={act.isPending}
        />
      ) : (
        <Note handover={handover} />
      )}
      <h3>Signatures</h3>
      <dl className="handover-signed">
        <dt>Hands over</dt>
        <dd>
          <Signature signature={signed} missing={`not signed by ${namesOf(handover.outgoing)}`} />
        </dd>
        <dt>Takes over</dt>
        <dd>
          <Signature signature={accepted} missing={`not accepted by ${namesOf(handover.incoming)}`} />
        </dd>
      </dl>
      {may.sign ? (
        <Button look="primary" busy={act.isPending} onClick={() => void sign()}>
          Sign and hand over
        </Button>
      ) : null}
      {may.accept ? (
        <Button look="primary" busy={act.isPending} onClick={() => act.mutate({ act: 'accept' })}>
          Accept the watch
        </Button>
      ) : null}
      {accepted === null && handover.voidWhy === null ? (
        <p className="ui-quiet">
          From the change until it is accepted, {namesOf(handover.outgoing)} and {namesOf(handover.incoming)}{' '}
          are both paged.
        </p>
      ) : null}
      <FailureNote error={act.error} />
    </section>
  );
}

function Signature({ signature, missing }: { signature: HandoverDetail['signed']; missing: string }) {
  if (signature === null) return <span className="ui-quiet">{missing}</span>;
  return (
    <>
      {signature.by} <Time at={signature.at} show="moment" />
    </>
  );
}

function Note({ handover }: { handover: HandoverDetail }) {
  return (
    <>
      <h3>Note</h3>
      {handover.note === '' ? (
        <p className="ui-quiet">{namesOf(handover.outgoing)} has left no note.</p>
      ) : (
        <p className="handover-note">{handover.note}</p>
      )}
    </>
  );
}

interface NoteFormProps {
  note: string;
  onChange: (note: string) => void;
  onKeep: () => void;
  isChanged: boolean;
  isBusy: boolean;
}

function NoteForm({ note, onChange, onKeep, isChanged, isBusy }: NoteFormProps) {
  return (
    <form
      className="ui-stack"
      onSubmit={(event) => {
        event.preventDefault();
        onKeep();
      }}
    >
      <TextArea
        label="Note"
        hint="What the facts do not say. It is signed with them."
        rows={6}
        maxLength={5_000}
        value={note}
        onChange={onChange}
        onSubmit={onKeep}
      />
      <Button type="submit" busy={isBusy} disabledReason={isChanged ? undefined : 'Nothing was changed'}>
        Keep the note
      </Button>
    </form>
  );
}
