import type { ScheduleOnCall, UnreachablePerson } from '@fieldmarshal/contract/oncall/contract';
import { useState } from 'react';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { HealthGlyph } from '../../ui/HealthGlyph.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { useUnreachable } from '../oncall-api.ts';
import { OverrideDialog } from '../OverrideDialog.tsx';
import type { Picked } from '../SpanFields.tsx';

/** People on call whom a page would not reach now, and why. */
export function Unreachable({ schedules }: { schedules: readonly ScheduleOnCall[] }) {
  const [picked, setPicked] = useState<Picked | null>(null);
  const found = useUnreachable();
  const onCall = new Set(schedules.flatMap(({ people }) => people.map(({ person }) => person))).size;
  return (
    <section aria-label="Not reachable" className="ui-stack">
      <h2>Not reachable</h2>
      {found.isError ? (
        <ErrorNote onRetry={() => void found.refetch()}>{sentenceOf(found.error)}</ErrorNote>
      ) : null}
      {found.isPending ? <Loading what="who can be reached" /> : null}
      {found.data?.items.length === 0 ? (
        <Empty>Nothing speaks against reaching any of {onCall} people on call.</Empty>
      ) : null}
      <ul className="oncall-list">
        {found.data?.items.map((each) => (
          <Row key={each.person} found={each} schedules={schedules} onPick={setPicked} />
        ))}
      </ul>
      {picked === null ? null : <OverrideDialog picked={picked} onClose={() => setPicked(null)} />}
    </section>
  );
}

interface RowProps {
  found: UnreachablePerson;
  schedules: readonly ScheduleOnCall[];
  onPick: (picked: Picked) => void;
}

function Row({ found, schedules, onPick }: RowProps) {
  const on = schedules.filter(({ schedule }) => found.schedules.includes(schedule));
  return (
    <li>
      <span>
        <HealthGlyph health="failing" label="not reachable" /> <b>{found.displayName}</b>:{' '}
        {found.why.join(' ')}
      </span>
      {on.map(({ schedule, displayName, until }) => (
        <Button
          key={schedule}
          onClick={() =>
            onPick({
              schedule,
              title: displayName,
              people: [found.person],
              ...(until === null ? {} : { end: until }),
            })
          }
        >
          Put somebody else on {displayName}
        </Button>
      ))}
    </li>
  );
}
