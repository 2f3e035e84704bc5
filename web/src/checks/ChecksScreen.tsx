import type { Matrix } from '@fieldmarshal/contract/checks/view';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { FailureNote } from '../app/FailureNote.tsx';
import { useTitle } from '../app/page-title.ts';
import { Together } from '../app/screen/Together.tsx';
import { useObjectOptions } from '../catalog/object-api.ts';
import { Switch } from '../ui/Checkbox.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Select } from '../ui/Select.tsx';
import { TextField } from '../ui/TextField.tsx';
import { Time } from '../ui/Time.tsx';
import { useMatrix, type MatrixFilter } from './checks-api.ts';
import { FailingGroups } from './failing/FailingGroups.tsx';
import { MatrixTable } from './MatrixTable.tsx';
import './checks.css';

const types = [
  { value: '', label: 'Every kind' },
  { value: 'e2e', label: 'End-to-end' },
  { value: 'http', label: 'HTTP' },
  { value: 'tcp', label: 'TCP' },
  { value: 'dns', label: 'DNS' },
  { value: 'tls', label: 'TLS' },
  { value: 'promql', label: 'PromQL' },
  { value: 'heartbeat', label: 'Heartbeat' },
];

/** Which checks fail where? */
export function ChecksScreen() {
  const filter = useFilter();
  const matrix = useMatrix(filter);
  useTitle('Checks');
  return (
    <Together className="screen ui-stack">
      <div className="ui-row">
        <h1>Checks</h1>
        <span className="screen-gap" />
        <Link to="/coverage">What no check watches</Link>
        <Link to="/runners">Runners</Link>
        <Link to="/admin" search={{ part: 'check-secrets' }}>
          Secrets
        </Link>
        <Link to="/catalog" search={{ kind: 'Check' }}>
          Definitions
        </Link>
        <Link to="/new/monitor">New monitor</Link>
      </div>
      <FailingGroups />
      <Filters filter={filter} />
      {matrix.isPending ? <Loading what="checks" /> : null}
      <FailureNote error={matrix.error} />
      {matrix.data === undefined ? null : (
        <>
          <Totals matrix={matrix.data} />
          <MatrixTable
            matrix={matrix.data}
            grouped={filter.grouped === true}
            empty={<Nothing matrix={matrix.data} all={filter.all === true} />}
          />
        </>
      )}
    </Together>
  );
}

function useFilter(): MatrixFilter {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const text = (name: string): string | undefined =>
    typeof search[name] === 'string' && search[name] !== '' ? search[name] : undefined;
  return {
    all: search['all'] === true || search['all'] === 'true',
    product: text('product'),
    environment: text('environment'),
    grouped: search['by'] === 'product',
    type: text('type'),
    search: text('search'),
  };
}

function Filters({ filter }: { filter: MatrixFilter }) {
  const navigate = useNavigate();
  const products = useObjectOptions('Product');
  const environments = useObjectOptions('Environment');
  const set = (part: MatrixFilter): void => {
    const next = { ...filter, ...part };
    const search = {
      ...(next.all ? { all: true } : {}),
      ...(next.product ? { product: next.product } : {}),
      ...(next.environment ? { environment: next.environment } : {}),
      ...(next.grouped ? { by: 'product' } : {}),
      ...(next.type ? { type: next.type } : {}),
      ...(next.search ? { search: next.search } : {}),
    };
    void navigate({ to: '/checks', search, replace: true });
  };
  return (
    <div className="checks-filters">
      <TextField
        label="Name"
        value={filter.search ?? ''}
        onChange={(search) => set({ search })}
        data-filter=""
      />
      <Select
        label="Product"
        value={filter.product ?? ''}
        options={[{ value: '', label: 'Every product' }, ...products]}
        onChange={(product) => set({ product })}
      />
      <Select
        label="Environment"
        value={filter.environment ?? ''}
        options={[{ value: '', label: 'Every environment' }, ...environments]}
        onChange={(environment) => set({ environment })}
      />
      <Select label="Kind" value={filter.type ?? ''} options={types} onChange={(type) => set({ type })} />
      <Switch
        label="Only what fails"
        checked={filter.all !== true}
        onChange={(only) => set({ all: !only })}
      />
      <Switch label="By product" checked={filter.grouped === true} onChange={(grouped) => set({ grouped })} />
    </div>
  );
}

function Totals({ matrix: { totals, environments, oldestRunAt } }: { matrix: Matrix }) {
  const parts = [
    `${totals.failing} failing`,
    `${totals.degraded} degraded`,
    `${totals.ok} ok`,
    `${totals.noData} without data`,
    ...(totals.maintenance > 0 ? [`${totals.maintenance} in maintenance`] : []),
    ...(totals.paused > 0 ? [`${totals.paused} paused`] : []),
    ...(totals.lastKnown > 0 ? [`${totals.lastKnown} only last known`] : []),
  ];
  return (
    <p className="ui-quiet">
      {totals.checks} checks in {environments.length} environments, {totals.cells} cells (a check in an
      environment): {parts.join(', ')}.
      {oldestRunAt === null ? null : (
        <>
          {' '}
          Age of the oldest last run: <Time at={oldestRunAt} />.
        </>
      )}
      {totals.lastKnown === 0
        ? null
        : ' Hatched: as a site told it last; what has happened there since is not known.'}
    </p>
  );
}

function Nothing({ matrix: { totals }, all }: { matrix: Matrix; all: boolean }) {
  if (totals.checks === 0)
    return (
      <Empty action={<Link to="/new/monitor">New monitor</Link>}>
        No check fits. A check is a monitor made here or in a file of the kind Check, or a test of a deployed
        Playwright project.
      </Empty>
    );
  return (
    <Empty>
      {all
        ? 'No check fits.'
        : totals.noData === totals.cells
          ? 'Nothing has run yet, so nobody knows whether anything fails.'
          : `Nothing fails: ${totals.ok} of ${totals.cells} are ok, ${totals.noData} have no data.`}
    </Empty>
  );
}
