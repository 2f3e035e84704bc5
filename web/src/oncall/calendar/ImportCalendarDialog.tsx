import type { ImportedCalendar } from '@fieldmarshal/contract/oncall/feeds';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../../app/FormDialog.tsx';
import { sendJson } from '../../app/http.ts';
import { useNames } from '../../catalog/object-api.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { viewerZone } from '../../ui/clock.ts';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { Select } from '../../ui/Select.tsx';
import { spanText } from '../days.ts';
import { useScheduleAct } from '../schedule-api.ts';
import { countsText } from './import-words.ts';

const bytesMax = 1_000_000;
const shownMax = 100;
const kinds = [
  { value: 'take', label: 'The person of an event is the only one on' },
  { value: 'add', label: 'The person of an event is on beside the others' },
];

interface ImportCalendarDialogProps {
  schedule: string;
  title: string;
  onClose: () => void;
}

/** Events of an iCalendar file become overrides: first what would be made of each, and only then is anything changed. */
export function ImportCalendarDialog({ schedule, title, onClose }: ImportCalendarDialogProps) {
  const [ics, setIcs] = useState<string | null>(null);
  const [kind, setKind] = useState('take');
  const [refused, setRefused] = useState<readonly string[]>([]);
  const path = `schedules/${schedule}/import-calendar`;
  const plan = useMutation({
    mutationFn: async (body: { ics: string; kind: string }) =>
      sendJson<ImportedCalendar>('POST', `/api/v1/${path}`, { body: { ...body, dryRun: true } }),
  });
  const act = useScheduleAct<ImportedCalendar>();
  const look = (given: string, as: string) => {
    setRefused([]);
    plan.mutate({ ics: given, kind: as });
  };
  const take = async (file: File | undefined) => {
    const text = (await file?.text()) ?? '';
    setIcs(text);
    look(text, kind);
  };
  const good = plan.data?.events.filter(({ problem }) => problem === '').length ?? 0;
  const missing =
    ics === null ? 'Choose a file' : good === 0 ? 'No event of it becomes an override' : undefined;
  const submit = () => {
    if (missing !== undefined || ics === null) return;
    act.mutate({ path, body: { ics, kind, dryRun: false }, done: 'Imported' }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      size="wide"
      title={`Import a calendar: ${title}`}
      verb="Import"
      onClose={onClose}
      onSubmit={submit}
      busy={act.isPending}
      missing={missing}
    >
      <FileDrop
        bytesMax={bytesMax}
        accept=".ics,text/calendar"
        onRefused={setRefused}
        onFiles={([file]) => void take(file)}
      >
        <p>
          An iCalendar file (.ics). Whom an event is about is its attendee, by e-mail address, else whom its
          title names. Only what is to come counts; the same file again changes nothing.
        </p>
      </FileDrop>
      <Select
        label="What an event means"
        options={kinds}
        value={kind}
        onChange={(next) => {
          setKind(next);
          if (ics !== null) look(ics, next);
        }}
      />
      {refused.length === 0 ? null : <ErrorNote>{refused.join(' ')}</ErrorNote>}
      {plan.isError ? <ErrorNote>{sentenceOf(plan.error)}</ErrorNote> : null}
      {plan.data === undefined ? null : <Planned plan={plan.data} />}
    </FormDialog>
  );
}

/** What becomes of each event, those that become nothing first. */
function Planned({ plan: { events } }: { plan: ImportedCalendar }) {
  const person = useNames('Person');
  const ordered = events.toSorted((a, b) => Number(a.problem === '') - Number(b.problem === ''));
  if (events.length === 0) return <Empty>No event of it is to come within 400 days.</Empty>;
  return (
    <section className="ui-stack" aria-label="What it would change">
      <p role="status">{countsText(events)}</p>
      <ul className="oncall-list">
        {ordered.slice(0, shownMax).map((event) => (
          <li key={event.uid}>
            <span>
              <b>{event.person === null ? 'Nobody' : person(event.person)}</b>{' '}
              {spanText(event.start, event.end, viewerZone())}{' '}
              <span className="ui-quiet">
                {event.summary === '' ? '' : `“${event.summary}” `}
                {event.problem === '' ? '' : `Left out: ${event.problem}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {events.length > shownMax ? <p className="ui-quiet">and {events.length - shownMax} more</p> : null}
    </section>
  );
}
