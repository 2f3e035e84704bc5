import type { FeedbackAnswer } from '@fieldmarshal/contract/feedback';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Pill } from '../ui/Pill.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { Time } from '../ui/Time.tsx';
import { durationText } from '../ui/time-text.ts';
import { useAnswerAct } from './feedback-api.ts';
import { foundWords } from './feedback-words.ts';

/** Younger data is as good as current. */
const oldSeconds = 60;

/** Answers with words, the newest first. */
export function AnswerList({ answers }: { answers: readonly FeedbackAnswer[] }) {
  if (answers.length === 0) return <Empty>Nobody wrote anything that fits.</Empty>;
  return (
    <ul className="feedback-answers">
      {answers.map((answer) => (
        <li key={answer.id} className="ui-card ui-stack">
          <Answer answer={answer} />
        </li>
      ))}
    </ul>
  );
}

function Answer({ answer }: { answer: FeedbackAnswer }) {
  const { id, dashboard, screen, release, task, found, words, at, by, state, reply, dataAgeSeconds } = answer;
  const [isReplying, setReplying] = useState(false);
  const act = useAnswerAct();
  return (
    <>
      <div className="ui-row feedback-head">
        <Pill>{foundWords[found]}</Pill>
        <span className="ui-quiet">
          {dashboard} {screen}
          {release === '' ? '' : `, release ${release}`}
          {task === '' ? '' : `, came to: ${task}`}, {by === null ? 'without a name' : by.name},{' '}
          <Time at={at} />
          {dataAgeSeconds === null || dataAgeSeconds < oldSeconds
            ? ''
            : `, cut off: what it showed was ${durationText(dataAgeSeconds * 1_000)} old`}
        </span>
      </div>
      <p className="feedback-words">{words}</p>
      {reply === null ? null : (
        <p className="feedback-words">
          <b>{reply.by}:</b> {reply.text}
        </p>
      )}
      {isReplying ? <Reply id={id} onDone={() => setReplying(false)} /> : null}
      <div className="ui-row">
        {reply !== null || isReplying ? null : (
          <Button
            disabledReason={by === null ? 'It came without a name: nobody can be told' : undefined}
            onClick={() => setReplying(true)}
          >
            Reply
          </Button>
        )}
        <Button
          busy={act.isPending}
          onClick={() =>
            act.mutate({ id, act: 'state', body: { state: state === 'open' ? 'done' : 'open' } })
          }
        >
          {state === 'open' ? 'Done' : 'Open again'}
        </Button>
      </div>
      <FailureNote error={act.error} />
    </>
  );
}

function Reply({ id, onDone }: { id: string; onDone: () => void }) {
  const act = useAnswerAct();
  const [text, setText] = useState('');
  const send = () => {
    if (text.trim() !== '') act.mutate({ id, act: 'reply', body: { text } }, { onSuccess: onDone });
  };
  return (
    <div className="ui-stack">
      <TextArea label="Your reply" value={text} onChange={setText} onSubmit={send} maxLength={2000} />
      <div className="ui-row">
        <Button
          look="primary"
          busy={act.isPending}
          disabledReason={text.trim() === '' ? 'Write something first' : undefined}
          onClick={send}
        >
          Send the reply
        </Button>
        <Button onClick={onDone}>Go back</Button>
      </div>
      <FailureNote error={act.error} />
    </div>
  );
}
