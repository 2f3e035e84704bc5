import type { AmbushConsent } from '@fieldmarshal/contract/readiness';
import { FailureNote } from '../../app/FailureNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Select } from '../../ui/Select.tsx';
import { Time } from '../../ui/Time.tsx';
import { secondsText, stateWords, useAgree, useOwnAmbushes } from './ambush-api.ts';
import '../readiness.css';

const choices: { value: AmbushConsent; label: string }[] = [
  { value: 'no', label: 'No, never' },
  { value: 'outside-quiet-hours', label: 'Yes, outside my quiet hours' },
  { value: 'any-time', label: 'Yes, at any time while I am on call' },
];

/** Whether I may be paged for practice, and how I answered. Only I can say so. */
export function AmbushSection() {
  const own = useOwnAmbushes();
  const agree = useAgree();
  return (
    <section className="ui-card ui-stack" aria-label="Unannounced test pages">
      <h2>Unannounced test pages</h2>
      <p className="ui-quiet">
        They measure how long a real answer takes. Who has no quiet hours of their own has peace from 22:00 to
        07:00. Nobody is tested during a SEV1, while leading an incident or while being paged.
      </p>
      {own.isPending ? <Loading what="what you agreed to" /> : null}
      <FailureNote error={own.error} />
      {own.data === undefined ? null : (
        <>
          <div className="readiness-filters">
            <Select
              label="May you be tested while you are on call?"
              options={choices}
              value={agree.isPending ? agree.variables : own.data.consent}
              onChange={(consent) => agree.mutate(consent)}
            />
          </div>
          <FailureNote error={agree.error} />
          {own.data.concerned ? null : (
            <p className="ui-quiet">You are in no schedule that is tested in the next two weeks.</p>
          )}
          <ul className="readiness-values">
            {own.data.tests.map(({ id, askedAt, state, answerSeconds, why }) => (
              <li key={id}>
                <Time at={askedAt} /> {stateWords[state]}
                {answerSeconds === null ? '' : ` after ${secondsText(answerSeconds)}`}
                {why === null ? null : <span className="ui-quiet"> {why}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
