import type { Report } from '@fieldmarshal/contract/insights';
import { useState } from 'react';
import { readBoot } from '../../app/boot.ts';
import { FailureNote } from '../../app/FailureNote.tsx';
import { useNames } from '../../catalog/object-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Confirm.tsx';
import { showToast } from '../../ui/toast.ts';
import { useReportAct } from './report-api.ts';
import { filterWords, partWords } from './report-words.ts';

/** One report: what, to whom, until when it was sent; trying it, leaving it, ending it. */
export function ReportRow({ report }: { report: Report }) {
  const { id, part, filter, every, people, madeBy, lastSentTo } = report;
  const nameOf = useNames('Person');
  const act = useReportAct();
  const [ending, setEnding] = useState(false);
  const { me } = readBoot();
  return (
    <div className="ui-stack">
      <span>
        <b>{partWords[part]}</b>
        {filterWords(filter)}, every {every}, to {people.map((name) => nameOf(name)).join(', ')}
        <span className="ui-quiet">
          {' '}
          (by {madeBy}; {lastSentTo === null ? 'not sent yet' : `sent up to ${lastSentTo}`})
        </span>
      </span>
      <div className="ui-row">
        <Button
          busy={act.isPending}
          onClick={() =>
            act.mutate(
              { method: 'POST', path: `/${id}/try` },
              { onSuccess: () => showToast({ text: 'It is on its way to your mail address.' }) },
            )
          }
        >
          Send it to me now
        </Button>
        {me !== null && people.includes(me.person) ? (
          <Button onClick={() => act.mutate({ method: 'POST', path: `/${id}/leave` })}>Not to me</Button>
        ) : null}
        <Button
          disabledReason={me?.maySendReports === false ? 'Leads decide what is sent by mail' : undefined}
          onClick={() => setEnding(true)}
        >
          End it
        </Button>
      </div>
      <FailureNote error={act.error} />
      {ending ? (
        <Confirm
          open
          title="End the report?"
          verb="End the report"
          busy={act.isPending}
          onConfirm={() =>
            act.mutate({ method: 'DELETE', path: `/${id}` }, { onSettled: () => setEnding(false) })
          }
          onClose={() => setEnding(false)}
        >
          Nobody gets it any more: {people.map((name) => nameOf(name)).join(', ')}. It cannot be taken back,
          only made anew.
        </Confirm>
      ) : null}
    </div>
  );
}
