import type { NewReport as Asked, ReportPart } from '@fieldmarshal/contract/insights';
import { severities } from '@fieldmarshal/contract/incidents/room';
import { useState } from 'react';
import { readBoot } from '../../app/boot.ts';
import { FailureNote } from '../../app/FailureNote.tsx';
import { useObjectOptions } from '../../catalog/object-api.ts';
import { Button } from '../../ui/Button.tsx';
import { SearchSelect } from '../../ui/SearchSelect.tsx';
import { Select } from '../../ui/Select.tsx';
import { showToast } from '../../ui/toast.ts';
import type { InsightsSearch } from '../insights-api.ts';
import { useReportAct } from './report-api.ts';
import { filterWords, partWords } from './report-words.ts';

const rhythms = [
  { value: 'week', label: 'Every Monday morning, of the week before' },
  { value: 'month', label: 'On the first of a month, of the month before' },
] as const;

/** The page that is shown, with its filters, to people, every week or month. */
export function NewReport({ part, search }: { part: ReportPart; search: InsightsSearch }) {
  const [people, setPeople] = useState<string[]>([]);
  const [every, setEvery] = useState<'week' | 'month'>('week');
  const options = useObjectOptions('Person');
  const make = useReportAct();
  const filter = part === 'objectives' ? {} : filterOf(search);
  const refused =
    readBoot().me?.maySendReports === false
      ? 'Leads decide what is sent by mail'
      : people.length === 0
        ? 'Choose who gets it'
        : undefined;
  return (
    <form
      className="ui-stack"
      aria-label="New report"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate(
          { method: 'POST', path: '', body: { part, filter, every, people } },
          {
            onSuccess: () => {
              setPeople([]);
              showToast({ text: 'It is sent from the next whole period on.' });
            },
          },
        );
      }}
    >
      <p>
        <b>{partWords[part]}</b>
        {filterWords(filter)}. Its days are those of the period; each person gets what they may see
        themselves, at 7 in the morning where they are.
      </p>
      <SearchSelect label="To" value={people} onChange={setPeople} options={options} />
      <Select label="How often" value={every} options={rhythms} onChange={setEvery} />
      <FailureNote error={make.error} />
      <div className="ui-row">
        <Button type="submit" look="primary" busy={make.isPending} disabledReason={refused}>
          Send it by mail
        </Button>
      </div>
    </form>
  );
}

function filterOf({ product, team, environment, severity, hub }: InsightsSearch): Asked['filter'] {
  const known = severity === 'none' ? 'none' : severities.find((each) => each === severity);
  return {
    ...(product ? { product } : {}),
    ...(team ? { team } : {}),
    ...(environment ? { environment } : {}),
    ...(known ? { severity: known } : {}),
    ...(hub ? { hub } : {}),
  };
}
