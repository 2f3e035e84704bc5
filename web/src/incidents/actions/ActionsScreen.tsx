import type { ActionRow } from '@fieldmarshal/contract/incidents/review-schema';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { FailureNote } from '../../app/FailureNote.tsx';
import { useTitle } from '../../app/page-title.ts';
import { SeverityTag } from '../../app/SeverityTag.tsx';
import { useObjectOptions } from '../../catalog/object-api.ts';
import { TicketLink } from '../../tickets/TicketLink.tsx';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { Select } from '../../ui/Select.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { useActions, type ActionFilter } from './action-api.ts';
import { actionStateWords, aimWords } from '../review/review-words.ts';
import '../incidents.css';

const lists = [
  { value: 'unfinished', label: 'Unfinished' },
  { value: 'overdue', label: 'Overdue' },
  { value: 'ended', label: 'Done or dropped' },
  { value: 'all', label: 'All' },
] as const;
const empty = {
  unfinished: 'No action is unfinished.',
  overdue: 'No action is overdue.',
  ended: 'No action was done or dropped yet.',
  all: 'No review has an action yet. They are added in the review of an incident.',
} as const;

/** Which promises of our reviews are not kept yet, whose are they, and which are overdue? Filters live in the address. */
export function ActionsScreen() {
  const search: ActionFilter = useSearch({ strict: false });
  const which = lists.find(({ value }) => value === search.which)?.value ?? 'unfinished';
  const list = useActions({ ...search, which });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  useTitle('Actions');
  return (
    <div className="screen ui-stack">
      <div className="ui-row">
        <h1>Actions of reviews</h1>
      </div>
      <ActionFilters filter={{ ...search, which }} />
      {list.isPending ? <Loading what="actions" /> : null}
      <FailureNote error={list.error} />
      {list.isSuccess ? (
        <Table
          label="Actions, the most urgent first"
          columns={columns}
          rows={rows}
          rowKey={(row) => `${row.incidentId}-${row.action}`}
          empty={<Empty>{empty[which]}</Empty>}
        />
      ) : null}
      {list.hasNextPage ? <Button onClick={() => void list.fetchNextPage()}>Show more</Button> : null}
    </div>
  );
}

function ActionFilters({ filter }: { filter: ActionFilter }) {
  const navigate = useNavigate();
  const people = useObjectOptions('Person');
  const teams = useObjectOptions('Team');
  const set = (change: ActionFilter) =>
    void navigate({ to: '/actions', search: { ...filter, ...change }, replace: true });
  return (
    <div className="ui-row ui-no-print">
      <Select
        label="Show"
        labelHidden
        value={filter.which ?? 'unfinished'}
        options={[...lists]}
        onChange={(which) => set({ which })}
      />
      <Select
        label="Owner"
        labelHidden
        value={filter.owner ?? ''}
        options={[{ value: '', label: 'Every owner' }, ...people]}
        onChange={(owner) => set({ owner: owner === '' ? undefined : owner })}
      />
      <Select
        label="Team"
        labelHidden
        value={filter.team ?? ''}
        options={[{ value: '', label: 'Every team' }, ...teams]}
        onChange={(team) => set({ team: team === '' ? undefined : team })}
      />
    </div>
  );
}

const columns: readonly Column<ActionRow>[] = [
  {
    id: 'action',
    header: 'Action',
    rowHeader: true,
    cell: (row) => (
      <>
        {row.title} <span className="ui-quiet">{aimWords[row.aim]}</span>
        <NarrowFacts row={row} />
      </>
    ),
  },
  {
    id: 'incident',
    header: 'Incident',
    width: '16rem',
    wideOnly: true,
    cell: (row) => <IncidentCell row={row} />,
  },
  { id: 'owner', header: 'Owner', width: '10rem', wideOnly: true, cell: ownerText },
  {
    id: 'due',
    header: 'Due',
    width: '10rem',
    cell: (row) => (
      <>
        {row.dueOn ?? <span className="ui-quiet">no day</span>} {row.overdue ? <Pill>overdue</Pill> : null}
      </>
    ),
  },
  { id: 'state', header: 'State', width: '7rem', wideOnly: true, cell: (row) => actionStateWords[row.state] },
  {
    id: 'ticket',
    header: 'Ticket',
    width: '8rem',
    wideOnly: true,
    cell: ({ ticket }) =>
      ticket === null ? <span className="ui-quiet">none</span> : <TicketLink ticket={ticket} />,
  },
];

function IncidentCell({ row }: { row: ActionRow }) {
  return (
    <>
      <SeverityTag severity={row.severity} />{' '}
      <Link to="/incidents/$id/review" params={{ id: row.incidentId }}>
        {row.incidentId}
      </Link>{' '}
      {row.incidentTitle}
    </>
  );
}

function ownerText({ owner, team }: ActionRow): string {
  return owner?.name ?? (team === null ? 'nobody yet' : `team ${team}`);
}

/** On a phone, what the other columns say. */
function NarrowFacts({ row }: { row: ActionRow }) {
  return (
    <span className="ui-narrow-only ui-quiet ui-small incident-more">
      <Link to="/incidents/$id/review" params={{ id: row.incidentId }}>
        {row.incidentId}
      </Link>
      , {ownerText(row)}, {actionStateWords[row.state]}
    </span>
  );
}
