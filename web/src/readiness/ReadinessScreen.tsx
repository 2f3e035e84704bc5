import type { ReadinessMatrix } from '@fieldmarshal/contract/readiness';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { FailureNote } from '../app/FailureNote.tsx';
import { useTitle } from '../app/page-title.ts';
import { useObjectOptions } from '../catalog/object-api.ts';
import { Button } from '../ui/Button.tsx';
import { Switch } from '../ui/Checkbox.tsx';
import { download } from '../ui/download.ts';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Select } from '../ui/Select.tsx';
import { Time } from '../ui/Time.tsx';
import { matrixCsv } from './matrix-csv.ts';
import { ReadinessTable } from './ReadinessTable.tsx';
import { useMatrix, type MatrixFilter } from './readiness-api.ts';
import { changeText, scoreText } from './readiness-words.tsx';
import './readiness.css';

/** Which product fails which requirement? */
export function ReadinessScreen() {
  const filter = useFilter();
  const matrix = useMatrix(filter);
  useTitle('Readiness');
  return (
    <div className="screen ui-stack">
      <div className="ui-row">
        <h1>Readiness</h1>
        <span className="screen-gap" />
        <Link to="/readiness/course">How it goes</Link>
        <Link to="/readiness/initiatives">Initiatives</Link>
        <Link to="/readiness/test-pages">Test pages</Link>
        <Link to="/catalog" search={{ kind: 'Measure' }}>
          Measures
        </Link>
        <Link to="/new/standard">New standard</Link>
      </div>
      <Filters filter={filter} />
      {matrix.isPending ? <Loading what="readiness" /> : null}
      <FailureNote error={matrix.error} />
      {matrix.data === undefined ? null : <Matrix matrix={matrix.data} />}
    </div>
  );
}

function Matrix({ matrix }: { matrix: ReadinessMatrix }) {
  const { summary, lookedAt, standards } = matrix;
  if (standards.length === 0)
    return (
      <Empty action={<Link to="/new/standard">New standard</Link>}>
        There is no standard yet. 37 sound ones come with this software: apply demo/catalog/94-standards.yaml,
        or make one here.
      </Empty>
    );
  return (
    <>
      <p className="ui-quiet">
        {summary.products} {summary.products === 1 ? 'product' : 'products'}, median{' '}
        {scoreText(summary.median)} of 4
        {summary.change === null ? '' : ` (${changeText(summary.change)} in 30 days)`}, {summary.failingMust}{' '}
        with an open must. {lookedAt === null ? 'Nothing was measured yet.' : 'Measured '}
        {lookedAt === null ? null : <Time at={lookedAt} show="ago" />}
      </p>
      <div className="ui-row ui-no-print">
        <Button
          onClick={() => download(`readiness-${matrix.at.slice(0, 10)}.csv`, matrixCsv(matrix), 'text/csv')}
        >
          CSV
        </Button>
        <Button onClick={() => window.print()}>Print or save as PDF</Button>
      </div>
      <ReadinessTable matrix={matrix} />
      <p className="ui-quiet">
        0 to 4: how much of an area is met, a must counting three times. ! a must is open, ~ something is
        exempt, ? nothing is known, – nothing applies, a hatched mark: rests on something old.
      </p>
      <details>
        <summary>All {standards.length} standards</summary>
        <ul className="readiness-standards">
          {standards.map(({ name, displayName, area, level, rung, applies, met, unknown }) => (
            <li key={name}>
              <Link to="/readiness/standards/$name" params={{ name }}>
                {displayName}
              </Link>{' '}
              <span className="ui-quiet">
                {area}, {level}, {rung}:{' '}
                {applies === 0
                  ? 'applies to no product'
                  : `${met} of ${applies} met${unknown > 0 ? `, ${unknown} not known` : ''}`}
              </span>
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

function useFilter(): MatrixFilter {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const isOn = (name: string): boolean => search[name] === true || search[name] === 'true';
  const { team } = search;
  return {
    team: typeof team === 'string' && team !== '' ? team : undefined,
    mine: isOn('mine'),
    gaps: isOn('gaps'),
  };
}

function Filters({ filter }: { filter: MatrixFilter }) {
  const navigate = useNavigate();
  const teams = useObjectOptions('Team');
  const set = (part: MatrixFilter): void => {
    const next = { ...filter, ...part };
    const search = {
      ...(next.team ? { team: next.team } : {}),
      ...(next.mine ? { mine: true } : {}),
      ...(next.gaps ? { gaps: true } : {}),
    };
    void navigate({ to: '/readiness', search, replace: true });
  };
  return (
    <div className="readiness-filters">
      <Select
        label="Team"
        value={filter.team ?? ''}
        options={[{ value: '', label: 'Every team' }, ...teams]}
        onChange={(team) => set({ team })}
      />
      <Switch label="Only open musts" checked={filter.gaps === true} onChange={(gaps) => set({ gaps })} />
      <Switch label="Only my products" checked={filter.mine === true} onChange={(mine) => set({ mine })} />
    </div>
  );
}
