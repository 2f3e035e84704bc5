import type { Hindsight } from '@fieldmarshal/contract/checks/court';
import { Button } from '../../ui/Button.tsx';
import { Time } from '../../ui/Time.tsx';
import { useAnswerHindsight } from './court-api.ts';
import { hindsightAnswers, hindsightWords } from './hindsight-words.ts';

/** What people say of an incident that no check saw; the same again takes it back. */
export function HindsightAnswer({ id, answer }: { id: string; answer: Hindsight['answer'] }) {
  const say = useAnswerHindsight(id);
  return (
    <>
      <span role="group" aria-label={`Would a check have seen ${id}?`} className="ui-row checks-answers">
        {hindsightAnswers.map((word) => (
          <Button
            key={word}
            aria-pressed={answer?.answer === word}
            look={answer?.answer === word ? 'primary' : 'normal'}
            onClick={() => say.mutate(answer?.answer === word ? null : word)}
          >
            {hindsightWords[word]}
          </Button>
        ))}
      </span>
      {answer === null ? (
        <p className="ui-quiet">Nobody has said yet.</p>
      ) : (
        <p className="ui-quiet">
          said by {answer.by}, <Time at={answer.at} show="clock" />
          {answer.note === '' ? '' : `: ${answer.note}`}
        </p>
      )}
    </>
  );
}
