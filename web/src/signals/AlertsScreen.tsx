import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useState } from 'react';
import { sentenceOf } from '../incidents/incident-api.ts';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Select } from '../ui/Select.tsx';
import { TextField } from '../ui/TextField.tsx';
import { AlertDrawer } from './AlertDrawer.tsx';
import { AlertTable } from './AlertTable.tsx';
import { useAlerts, useAlertSummary, type AlertFilter } from './signal-api.ts';
import { SilencesPanel } from './SilencesPanel.tsx';
import '../incidents/incidents.css';

const stateOptions = [
  { value: 'open', label: 'Open' },
  { value: 'firing', label: 'Firing' },
  { value: 'acknowledged', label: 'Acknowledged' },
  { value: 'resolved', label: 'Resolved' },
  { value: 'all', label: 'All' },
];

const narrowings = ['incident', 'product', 'environment', 'group'] as const;

interface Search extends AlertFilter {
  view?: 'alerts' | 'silences' | undefined;
}

/** What machines say now, and what is silenced. */
export function AlertsScreen() {
  const search: Search = useSearch({ strict: false });
  const navigate = useNavigate();
  const silences = search.view === 'silences';
  const set = (change: Search) =>
    void navigate({ to: '/alerts', search: { ...search, ...change }, replace: true });
  return (
    <div className="screen ui-stack">
      <div className="ui-row">
        <h1>Alerts</h1>
        <SummaryText />
        <span className="screen-gap" />
        <Button aria-pressed={silences} onClick={() => set({ view: silences ? 'alerts' : 'silences' })}>
          {silences ? 'Show alerts' : 'Silences and maintenance'}
        </Button>
      </div>
      {silences ? <SilencesPanel /> : <AlertList filter={search} onFilter={set} />}
    </div>
  );
}

function SummaryText() {
  const { data } = useAlertSummary();
  if (data === undefined) return null;
  return (
    <span className="ui-quiet">
      {data.firing} firing, {data.acknowledged} acknowledged, {data.silenced} silenced, {data.unrouted}{' '}
      without a route
      {data.unparsed === 0 ? null : (
        <>
          {', '}
          <Link to="/admin" search={{ part: 'unparsed' }}>
            {data.unparsed} signals not understood
          </Link>
        </>
      )}
    </span>
  );
}

function AlertList({ filter, onFilter }: { filter: AlertFilter; onFilter: (change: AlertFilter) => void }) {
  const [open, setOpen] = useState<string | null>(null);
  const wanted = {
    state: filter.state ?? (filter.incident ? 'all' : 'open'),
    incident: filter.incident,
    product: filter.product,
    environment: filter.environment,
    group: filter.group,
    q: filter.q,
  };
  const list = useAlerts(wanted);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <div className="ui-row">
        <TextField
          label="Filter"
          labelHidden
          type="search"
          placeholder="Part of title or label"
          data-filter=""
          value={filter.q ?? ''}
          onChange={(q) => onFilter({ q })}
        />
        <Select
          label="State"
          labelHidden
          options={stateOptions}
          value={wanted.state}
          onChange={(state) => onFilter({ state })}
        />
        {narrowings.map((name) =>
          filter[name] === undefined ? null : (
            <Button
              key={name}
              look="plain"
              icon={<X size={16} aria-hidden />}
              aria-label={`No longer only ${name} ${filter[name]}`}
              onClick={() => onFilter({ [name]: undefined })}
            >
              {name} {filter[name]}
            </Button>
          ),
        )}
      </div>
      {list.isPending ? <Loading what="alerts" /> : null}
      {list.isError ? (
        <ErrorNote onRetry={() => void list.refetch()}>{sentenceOf(list.error)}</ErrorNote>
      ) : null}
      {list.isSuccess ? (
        <AlertTable rows={rows} onOpen={(row) => setOpen(row.id)} empty={<Empty>No alert fits.</Empty>} />
      ) : null}
      {list.hasNextPage ? <Button onClick={() => void list.fetchNextPage()}>Show more</Button> : null}
      {open === null ? null : <AlertDrawer id={open} onClose={() => setOpen(null)} />}
    </>
  );
}
