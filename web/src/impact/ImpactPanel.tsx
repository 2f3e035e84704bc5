import type { ImpactRecord } from '@fieldmarshal/contract/impact';
import { impactPageRows } from '@fieldmarshal/contract/impact/words';
import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { RequestError } from '../app/http.ts';
import { useKeys } from '../app/keys/keys.ts';
import { Panel } from '../incidents/room/Panel.tsx';
import { sentenceOf } from '../incidents/incident-api.ts';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { HealthGlyph } from '../ui/HealthGlyph.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Time } from '../ui/Time.tsx';
import { useImpact, useImpactAct } from './impact-api.ts';
import {
  countOf,
  groupsOf,
  kindWords,
  healthOf,
  stateWords,
  sureText,
  totalsText,
  waitingOf,
} from './impact-words.ts';
import { ImpactDialog } from './ImpactDialog.tsx';
import './impact.css';

const shownMax = 6;
/** All that a record keeps. */
const moreRows = 1_000;

/** Who and what is hit, in the room's side column; the whole list opens with I. */
export function ImpactPanel({ incident }: { incident: Incident }) {
  const search: { panel?: string } = useSearch({ strict: false });
  const [open, setOpen] = useState(search.panel === 'impact');
  const [rows, setRows] = useState(impactPageRows);
  const impact = useImpact(incident.id, rows);
  const show = (): void => setOpen(true);
  useKeys([{ id: 'room.impact', keys: 'i', label: 'Look at the impact', group: 'Room', run: show }]);
  const waiting = impact.data === undefined ? 0 : waitingOf(impact.data);
  return (
    <Panel title="Impact" {...(waiting > 0 ? { count: `${waiting} to confirm` } : {})}>
      {impact.isPending ? <Loading what="the impact" /> : null}
      {impact.isError ? (
        <ErrorNote
          onRetry={() => void impact.refetch()}
          requestId={impact.error instanceof RequestError ? impact.error.requestId : undefined}
        >
          {sentenceOf(impact.error)}
        </ErrorNote>
      ) : null}
      {impact.data === undefined ? null : <Short record={impact.data} onOpen={show} />}
      {open && impact.data !== undefined ? (
        <ImpactDialog
          incident={incident}
          record={impact.data}
          onMore={() => setRows(moreRows)}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </Panel>
  );
}

function Short({ record, onOpen }: { record: ImpactRecord; onOpen: () => void }) {
  const { hit, possible, over } = groupsOf(record.rows);
  const notHit = countOf(record, 'notHit');
  const listed = [...hit, ...possible];
  const all = Math.max(listed.length, countOf(record, 'hit') + countOf(record, 'possible'));
  const more = all - Math.min(listed.length, shownMax);
  return (
    <div className="ui-stack">
      {record.proposal === null ? null : <Proposal record={record} />}
      {record.assessedAt === null ? <Empty>Not assessed yet; this takes a second or two.</Empty> : null}
      {record.assessedAt !== null && listed.length === 0 ? (
        <Empty>
          {over.length > 0
            ? `Nothing is hit any more; ${over.length} were.`
            : 'Nothing of the catalog is known to be hit. I shows what was looked at, and lets you add.'}
        </Empty>
      ) : null}
      <ul className="room-list" aria-label="Hit or possibly hit">
        {listed.slice(0, shownMax).map((row) => (
          <li key={`${row.kind} ${row.name}`} className="room-list-row">
            <span className="room-list-main">
              <span className="ui-quiet">{kindWords[row.kind]}</span> <b>{row.title}</b>
              <span className="ui-quiet room-list-more">
                {row.decision === null ? sureText(row) : `${row.decision.what} by ${row.decision.by}`}
              </span>
            </span>
            <span className="impact-state">
              <HealthGlyph health={healthOf(row)} label={stateWords[row.state]} />
            </span>
          </li>
        ))}
      </ul>
      {more > 0 ? <p className="ui-quiet">{more} more</p> : null}
      <p className="ui-quiet ui-small">
        {totalsText(record)}
        {notHit > 0 ? `. Not hit (checked): ${notHit}` : ''}
      </p>
      <Button onClick={onOpen} keyHint="I">
        Look at all
      </Button>
      <Clock record={record} />
    </div>
  );
}

/** Five minutes to look at it, then it says so. */
function Clock({ record }: { record: ImpactRecord }) {
  if (record.closed || record.firstDecidedAt !== null || record.rows.length === 0) return null;
  const isLate = record.at > record.decideBy;
  return (
    <p className={isLate ? 'impact-late' : 'ui-quiet ui-small'}>
      {isLate ? (
        'Nobody has confirmed this in five minutes: it is still only assumed.'
      ) : (
        <>
          To be confirmed <Time at={record.decideBy} show="countdown" focusable={false} />
        </>
      )}
    </p>
  );
}

function Proposal({ record }: { record: ImpactRecord }) {
  const act = useImpactAct(record.incidentId);
  const { proposal } = record;
  const accept = (): void => act.mutate({ path: 'severity', done: `${proposal?.severity} it is` });
  useKeys([
    { id: 'room.severity', keys: 'y', label: 'Accept the proposed severity', group: 'Room', run: accept },
  ]);
  if (proposal === null) return null;
  return (
    <div className="ui-draft impact-proposal">
      <p>
        <b>{proposal.severity} is proposed</b> {proposal.reason}
      </p>
      <div className="ui-row">
        <Button look="primary" keyHint="y" busy={act.isPending} onClick={accept}>
          Accept {proposal.severity}
        </Button>
        <Button
          look="plain"
          onClick={() =>
            act.mutate({ path: 'severity/decline', body: { reason: '' }, done: 'The severity stays' })
          }
        >
          Keep as it is
        </Button>
      </div>
    </div>
  );
}
