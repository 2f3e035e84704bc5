import type { CommsNumbers } from '@fieldmarshal/contract/comms/schema';
import type { Overview } from '@fieldmarshal/contract/insights';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useNumbers } from '../../comms/comms-api.ts';
import { durationText } from '../../ui/time-text.ts';
import { Figure } from '../Figure.tsx';
import { fewText, shareText } from '../insight-words.ts';

const dayMs = 86_400_000;
const daysMax = 366;

/** How good the first assessment was, and how fast people outside were told. The latter is of all incidents since the first day, whatever the filters. */
export function ToldPart({ numbers: { firstAssessment, from } }: { numbers: Overview }) {
  const [now] = useState(() => Date.now());
  const days = Math.min(daysMax, Math.max(1, Math.ceil((now - Date.parse(from)) / dayMs)));
  const told = useNumbers(days).data;
  const { precision, recall } = firstAssessment;
  return (
    <section aria-label="Assessed and told" className="ui-stack">
      <h2>
        First assessment and messages,{' '}
        <span className="ui-quiet">
          the latter of the last {days} {days === 1 ? 'day' : 'days'} whatever the filters;{' '}
          <Link to="/comms" search={{ part: 'numbers' }}>
            edits by template
          </Link>
        </span>
      </h2>
      <dl className="insights-figures">
        <Figure
          title="First assessment against the last"
          value={
            precision === null && recall === null
              ? '–'
              : `${percent(precision)} right, ${percent(recall)} found`
          }
          note={assessedText(firstAssessment)}
        />
        <Figure title="To the first draft" value={half(told?.toDraft)} note={most(told?.toDraft)} />
        <Figure title="To the first approval" value={half(told?.toApproval)} note={most(told?.toApproval)} />
        <Figure title="To the first delivery" value={half(told?.toDelivery)} note={most(told?.toDelivery)} />
        <Figure
          title="Promised updates that were late"
          value={told === undefined ? '…' : shareText({ part: told.late, of: told.promises })}
          note="of those that came due"
        />
      </dl>
    </section>
  );
}

type Spread = CommsNumbers['toDraft'] | undefined;

function half(spread: Spread): string {
  if (spread === undefined) return '…';
  return spread.p50S === null ? '–' : durationText(spread.p50S * 1_000);
}

function most(spread: Spread): string {
  if (spread === undefined) return '';
  return spread.p90S === null
    ? 'none yet'
    : `half of ${spread.n}${fewText(spread.n)}; nine of ten within ${durationText(spread.p90S * 1_000)}`;
}

function assessedText(said: Overview['firstAssessment']): string {
  const { scored, precisionN, precisionP10, recallN, recallP10 } = said;
  const over = scored === 1 ? '1 incident that is over' : `${scored} incidents that are over`;
  if (scored === 0) return `of ${over}`;
  return precisionN + recallN === 0
    ? `nothing was listed at first, and nothing was hit, in ${over}`
    : `half of ${precisionN} and of ${recallN}${fewText(Math.min(precisionN, recallN))} had as much or more; nine of ten ${percent(precisionP10)} and ${percent(recallP10)}; ${over}`;
}

function percent(ratio: number | null): string {
  return ratio === null ? '–' : `${Math.round(ratio * 100)} %`;
}
