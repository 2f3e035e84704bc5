import type { CauseRecord, CauseScore } from '@fieldmarshal/contract/localisation/record';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTitle } from '../../app/page-title.ts';
import { useNames } from '../../catalog/object-api.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Select } from '../../ui/Select.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { Time } from '../../ui/Time.tsx';
import { Calibration } from './Calibration.tsx';
import { answerWords, candidateName, faultKindWords, share } from '../cause-words.ts';
import { WeightsCard } from './WeightsCard.tsx';
import { useCauseRecord, type RecordFilter } from './record-api.ts';
import '../cause.css';

const spans = [30, 90, 365].map((days) => ({ value: String(days), label: `${days} days` }));

/** How often is the engine right, by what people confirmed and corrected? */
export function RecordScreen() {
  useTitle('Record of causes');
  const search: RecordFilter = useSearch({ strict: false });
  const navigate = useNavigate();
  const narrow = (to: RecordFilter) =>
    void navigate({ to: '/causes', search: { ...search, ...to }, replace: true });
  const record = useCauseRecord(search);
  return (
    <div className="screen ui-stack">
      <h1>Record of causes</h1>
      <div className="ui-row">
        <Select
          label="Over"
          options={spans}
          value={String(search.days ?? 90)}
          onChange={(days) => narrow({ days: Number(days) })}
        />
        <Narrowed filter={search} onNarrow={narrow} />
      </div>
      {record.isPending ? <Loading what="the record" /> : null}
      {record.isError ? (
        <ErrorNote onRetry={() => void record.refetch()}>{sentenceOf(record.error)}</ErrorNote>
      ) : null}
      {record.data === undefined ? null : <Record record={record.data} onNarrow={narrow} />}
      <WeightsCard />
    </div>
  );
}

type Narrow = (to: RecordFilter) => void;

/** What is shown is not all: says so, and goes back to all. */
function Narrowed({
  filter: { environment, faultKind },
  onNarrow,
}: {
  filter: RecordFilter;
  onNarrow: Narrow;
}) {
  const environmentOf = useNames('Environment');
  if (environment === undefined && faultKind === undefined) return null;
  const parts = [
    environment === undefined ? undefined : environmentOf(environment),
    faultKind === undefined ? undefined : kindName(faultKind),
  ].filter((part) => part !== undefined);
  return (
    <>
      <span>
        Only <b>{parts.join(', ')}</b>
      </span>
      <Button onClick={() => onNarrow({ environment: undefined, faultKind: undefined })}>Show all</Button>
    </>
  );
}

function kindName(name: string): string {
  return faultKindWords[name] ?? name;
}

function Record({ record, onNarrow }: { record: CauseRecord; onNarrow: Narrow }) {
  const environmentOf = useNames('Environment');
  const isNarrowed = record.environment !== null || record.faultKind !== null;
  if (record.incidents.length === 0 && !isNarrowed)
    return (
      <Empty>
        Nobody has confirmed, corrected or rejected a cause in {record.days} days. It takes one click in the
        room of an incident, or on the page of checks that fail together.
      </Empty>
    );
  return (
    <>
      <Headline record={record} />
      <Calibration record={record} />
      <div className="cause-scores">
        <Scores
          title="By environment"
          scores={record.byEnvironment}
          nameOf={environmentOf}
          chosen={record.environment}
          onChoose={(environment) => onNarrow({ environment })}
        />
        <Scores
          title="By what was wrong"
          scores={record.byFaultKind}
          nameOf={kindName}
          chosen={record.faultKind}
          onChoose={(faultKind) => onNarrow({ faultKind })}
        />
      </div>
      <Incidents record={record} />
    </>
  );
}

function Headline({ record: { all, clear, specificity } }: { record: CauseRecord }) {
  const facts = [
    { name: 'First suspect was the cause', value: of(all.top1, all.answers) },
    { name: 'Cause among the first three', value: percent(all.top3) },
    { name: 'Verdicts called clear that were right', value: of(clear.right, clear.answers) },
    {
      name: 'Faults of test or runner not blamed on a product',
      value: of(specificity.share, specificity.answers),
    },
  ];
  return (
    <dl className="cause-facts ui-card">
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt className="ui-quiet">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function percent(value: number | null): string {
  return value === null ? '–' : `${Math.round(value * 100)} %`;
}

function of(value: number | null, answers: number): string {
  return value === null ? 'none yet' : `${percent(value)} (${Math.round(value * answers)} of ${answers})`;
}

interface ScoresProps {
  title: string;
  scores: readonly CauseScore[];
  nameOf: (name: string) => string;
  /** The row to which the record is narrowed. */
  chosen: string | null;
  onChoose: (name: string | undefined) => void;
}

function Scores({ title, scores, nameOf, chosen, onChoose }: ScoresProps) {
  const named = ({ name }: CauseScore) => (
    <Button
      look="plain"
      aria-pressed={name === chosen}
      onClick={() => onChoose(name === chosen ? undefined : name)}
    >
      {nameOf(name)}
    </Button>
  );
  return (
    <Table
      label={title}
      columns={[{ id: 'name', header: title, cell: named }, ...scoreColumns]}
      rows={scores}
      rowKey={({ name }) => name}
      empty={<Empty>Nothing yet.</Empty>}
    />
  );
}

const scoreColumns: Column<CauseScore>[] = [
  { id: 'answers', header: 'Answers', width: '6rem', align: 'end', cell: ({ answers }) => answers },
  { id: 'said', header: 'Said', width: '5rem', align: 'end', cell: ({ said }) => percent(said) },
  { id: 'top1', header: 'First', width: '5rem', align: 'end', cell: ({ top1 }) => percent(top1) },
  {
    id: 'top3',
    header: 'First 3',
    width: '6rem',
    align: 'end',
    wideOnly: true,
    cell: ({ top3 }) => percent(top3),
  },
];

type Row = CauseRecord['incidents'][number];

const columnsWith = (nameOf: (product: string) => string): Column<Row>[] => [
  {
    id: 'incident',
    header: 'Failure',
    width: '9rem',
    cell: ({ incidentId, group }) =>
      incidentId === null ? (
        <Link to="/causes/failing/$id/replay" params={{ id: group ?? '' }}>
          failing checks {group}
        </Link>
      ) : (
        <Link to="/incidents/$id/replay" params={{ id: incidentId }}>
          {incidentId}
        </Link>
      ),
  },
  {
    id: 'since',
    header: 'Began',
    width: '12rem',
    wideOnly: true,
    cell: ({ since }) => <Time at={since} show="moment" focusable={false} />,
  },
  {
    id: 'said',
    header: 'Verdict',
    cell: ({ said, clear }) =>
      said === null
        ? 'nobody'
        : `${said.displayName} ${share(said.probability)}${clear ? '' : ', not clear'}`,
  },
  {
    id: 'answer',
    header: 'What people say',
    cell: ({ answer }) =>
      answer.cause === null
        ? answerWords[answer.answer]
        : `${candidateName(answer.cause, nameOf)} (${answerWords[answer.answer]} by ${answer.by})`,
  },
  { id: 'rank', header: 'Rank', width: '5rem', align: 'end', cell: ({ rank }) => rank ?? '–' },
];

function Incidents({ record }: { record: CauseRecord }) {
  const columns = columnsWith(useNames('Product'));
  return (
    <section aria-label="Failures" className="ui-stack">
      <h2>Incidents and failing checks</h2>
      <Table
        label="Failures with an answer"
        columns={columns}
        rows={record.incidents}
        rowKey={({ incidentId, group }) => incidentId ?? `group ${group ?? ''}`}
        empty={<Empty>None.</Empty>}
      />
    </section>
  );
}
