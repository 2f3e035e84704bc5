import type { Incident, StoredEvent } from '@fieldmarshal/contract/incidents/room';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { useKeys } from '../../app/keys/keys.ts';
import { useTitle } from '../../app/page-title.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Table } from '../../ui/Table.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { nowMs } from '../../ui/clock.ts';
import { eventText } from '../event-text.ts';
import { useIncident, useWholeLog } from '../incident-api.ts';
import { EntryDialog } from './EntryDialog.tsx';
import { useExports } from './exports.ts';
import { LaneChart } from './LaneChart.tsx';
import { laneOf, lanes, laneWords, lanesOf, switchLane, type Lane } from './lanes.ts';
import { columnsOf } from './log-columns.tsx';
import '../incidents.css';
import './log.css';

/** The full record: what happened when, by whom, in lanes. Filters live in the address. */
export function LogScreen() {
  const { id = '' } = useParams({ strict: false });
  const incident = useIncident(id);
  const log = useWholeLog(id);
  if (incident.isPending || log.isPending) return <Loading what={`the record of ${id}`} />;
  if (incident.isError || log.isError) {
    return (
      <div className="screen">
        <h1>Record of {id}</h1>
        <FailureNote error={incident.error ?? log.error} />
      </div>
    );
  }
  return <Log incident={incident.data} events={log.data} />;
}

interface Search {
  lanes?: string | undefined;
  q?: string | undefined;
  only?: 'decisions' | undefined;
}

function Log({ incident, events }: { incident: Incident; events: readonly StoredEvent[] }) {
  const search: Search = useSearch({ strict: false });
  const [open, setOpen] = useState<StoredEvent | null>(null);
  const navigate = useNavigate();
  const shown = lanesOf(search.lanes);
  const words = useDeferredValue(search.q ?? '').toLowerCase();
  const decisions = new Set(incident.marks.filter(({ mark }) => mark === 'decision').map((mark) => mark.seq));
  const rows = events.filter(
    (event) =>
      shown.has(laneOf(event)) &&
      (search.only === undefined || decisions.has(event.seq)) &&
      `${event.actor.name} ${eventText(event)}`.toLowerCase().includes(words),
  );
  useTitle(`Record of ${incident.id}`);
  useKeys([
    {
      id: 'log.room',
      keys: 'l',
      label: 'Back to the room',
      group: 'Record',
      run: () => void navigate({ to: '/incidents/$id', params: { id: incident.id } }),
    },
  ]);
  return (
    <div className="screen ui-stack">
      <LogHead incident={incident} />
      <LogFilter search={search} shown={shown} id={incident.id} />
      <LaneChart
        events={rows}
        shown={shown}
        decisions={decisions}
        from={Date.parse(incident.declaredAt)}
        to={endOf(incident, events)}
      />
      <p className="ui-quiet" role="status">
        {rows.length} of {events.length} entries
      </p>
      <Table
        label="Record, oldest first"
        columns={columnsOf(incident, { shown, decisions })}
        rows={rows}
        rowKey={(row) => String(row.seq)}
        onOpen={setOpen}
        empty={<Empty>None of {events.length} entries fits these filters.</Empty>}
      />
      {open === null ? null : <EntryDialog event={open} incident={incident} onClose={() => setOpen(null)} />}
    </div>
  );
}

function endOf(incident: Incident, events: readonly StoredEvent[]): number {
  const last = Date.parse(events.at(-1)?.at ?? incident.declaredAt);
  return incident.resolvedAt === null ? nowMs() : Math.max(last, Date.parse(incident.resolvedAt));
}

function LogHead({ incident }: { incident: Incident }) {
  const exported = useExports(incident);
  return (
    <div className="ui-row">
      <h1>
        Record of{' '}
        <Link to="/incidents/$id" params={{ id: incident.id }}>
          {incident.id}
        </Link>{' '}
        {incident.title}
      </h1>
      <span className="screen-gap" />
      <Menu label="Export" items={exported} />
    </div>
  );
}

function LogFilter({ search, shown, id }: { search: Search; shown: ReadonlySet<Lane>; id: string }) {
  const navigate = useNavigate();
  const set = (change: Search) =>
    void navigate({
      to: '/incidents/$id/log',
      params: { id },
      search: { ...search, ...change },
      replace: true,
    });
  return (
    <div className="ui-row ui-no-print">
      <TextField
        label="Filter"
        labelHidden
        type="search"
        placeholder="Who or what"
        data-filter=""
        value={search.q ?? ''}
        onChange={(q) => set({ q: q === '' ? undefined : q })}
      />
      <fieldset className="room-filters">
        <legend className="ui-hidden">Lanes</legend>
        {lanes.map((lane) => (
          <Button
            key={lane}
            look={shown.has(lane) ? 'normal' : 'plain'}
            aria-pressed={shown.has(lane)}
            onClick={() => set({ lanes: switchLane(shown, lane) })}
          >
            {laneWords[lane]}
          </Button>
        ))}
      </fieldset>
      <Button
        look={search.only === undefined ? 'plain' : 'normal'}
        aria-pressed={search.only !== undefined}
        onClick={() => set({ only: search.only === undefined ? 'decisions' : undefined })}
      >
        Only decisions
      </Button>
    </div>
  );
}
