import type { SiteDetail } from '@fieldmarshal/contract/relay';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { sendJson } from '../../app/http.ts';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { useRelayWrite } from '../relay-api.ts';
import { everyText, rhythms } from '../relay-words.ts';

/** Headquarters: after how long without a bundle of this site there is an alarm. */
export function RhythmForm({ site: { name, reportEverySeconds } }: { site: SiteDetail }) {
  const given = reportEverySeconds === null ? '' : String(reportEverySeconds);
  const [every, setEvery] = useState(given);
  const save = useRelayWrite(async () =>
    sendJson('PUT', `/api/v1/sites/${encodeURIComponent(name)}`, {
      body: { reportEverySeconds: every === '' ? null : Number(every) },
    }),
  );
  const options = rhythms.some(({ value }) => value === given)
    ? rhythms
    : [...rhythms, { value: given, label: everyText(reportEverySeconds) }];
  return (
    <form
      className="relay-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Select label="It should report" value={every} options={options} onChange={setEvery} />
      <div className="ui-row">
        <Button
          type="submit"
          busy={save.isPending}
          disabledReason={every === given ? 'It is so already' : undefined}
        >
          Save
        </Button>
      </div>
      <FailureNote error={save.error} />
    </form>
  );
}
