import type { Coverage } from '@fieldmarshal/contract/checks/court';
import { Link } from '@tanstack/react-router';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Time } from '../../ui/Time.tsx';
import type { PartProps } from './CoverageScreen.tsx';
import { HindsightAnswer } from './HindsightAnswer.tsx';

/** Incidents that no check saw, and the question that each leaves: those that nobody answered first. */
export function UnseenList({ coverage: { unseen, incidents }, onDraft }: PartProps) {
  const open = unseen.filter(({ answer }) => answer === null).length;
  return (
    <section className="ui-stack" aria-label="Would a check have seen it?">
      <h2>Would a check have seen it?</h2>
      <p className="ui-quiet">
        {unseen.length} of {incidents} incidents of the last 30 days were seen by no check during them or in
        the hour before; {open} of them without an answer.
      </p>
      {unseen.length === 0 ? (
        <Empty>{incidents === 0 ? 'There was no incident.' : 'Every incident was seen by a check.'}</Empty>
      ) : (
        <ul className="checks-list">
          {unseen.map((one) => (
            <UnseenLine key={one.incident} unseen={one} onDraft={onDraft} />
          ))}
        </ul>
      )}
    </section>
  );
}

interface UnseenLineProps {
  unseen: Coverage['unseen'][number];
  onDraft: PartProps['onDraft'];
}

function UnseenLine({ unseen, onDraft }: UnseenLineProps) {
  const { incident, title, declaredAt, byPerson, product, environment, workflow, answer } = unseen;
  return (
    <li className="ui-stack checks-episode">
      <span className="checks-episode-what">
        <Link to="/incidents/$id" params={{ id: incident }}>
          {incident}
        </Link>{' '}
        {title}{' '}
        <span className="ui-quiet">
          {[product, environment].filter(Boolean).join(' in ')}, <Time at={declaredAt} />
          {byPerson ? ', a person was first' : ''}
        </span>
      </span>
      <span className="ui-row checks-answers">
        {workflow === null ? (
          <span className="ui-quiet">no workflow needs its product</span>
        ) : (
          <Button onClick={() => onDraft({ workflow, incident })}>Draft a test</Button>
        )}
      </span>
      <HindsightAnswer id={incident} answer={answer} />
    </li>
  );
}
