import type { RunbookRow } from '@fieldmarshal/contract/knowledge';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { FailureNote } from '../app/FailureNote.tsx';
import { useTitle } from '../app/page-title.ts';
import { useNames, useObjectOptions } from '../catalog/object-api.ts';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Select } from '../ui/Select.tsx';
import { TextField } from '../ui/TextField.tsx';
import { Time } from '../ui/Time.tsx';
import { useRunbooks } from './knowledge-api.ts';
import { helpedText } from './knowledge-words.ts';
import './knowledge.css';

interface Search {
  q?: string | undefined;
  product?: string | undefined;
}

/** What people wrote down: found by its words, by product, and by what helped. */
export function RunbooksScreen() {
  const { q = '', product = '' }: Search = useSearch({ strict: false });
  const navigate = useNavigate();
  const products = useObjectOptions('Product');
  const runbooks = useRunbooks({ search: q, product });
  useTitle('Runbooks');
  const set = (part: Search): void => {
    const next = { q, product, ...part };
    const search = { ...(next.q ? { q: next.q } : {}), ...(next.product ? { product: next.product } : {}) };
    void navigate({ to: '/runbooks', search, replace: true });
  };
  return (
    <div className="screen ui-stack">
      <div className="ui-row">
        <h1>Runbooks</h1>
        <span className="screen-gap" />
        <Link to="/new/runbook">New runbook</Link>
      </div>
      <div className="knowledge-filters">
        <TextField
          label="Search"
          type="search"
          data-filter=""
          value={q}
          onChange={(text) => set({ q: text })}
        />
        <Select
          label="Product"
          value={product}
          options={[{ value: '', label: 'Every product' }, ...products]}
          onChange={(name) => set({ product: name })}
        />
      </div>
      {runbooks.isPending ? <Loading what="runbooks" /> : null}
      <FailureNote error={runbooks.error} />
      {runbooks.data === undefined ? null : (
        <Found {...runbooks.data} isNarrowed={q !== '' || product !== ''} />
      )}
    </div>
  );
}

function Found({ items, of, isNarrowed }: { items: RunbookRow[]; of: number; isNarrowed: boolean }) {
  if (items.length === 0)
    return (
      <Empty action={<Link to="/new/runbook">New runbook</Link>}>
        {of === 0
          ? 'No runbook is written yet. Write one here, or apply Markdown files that begin with kind: Runbook.'
          : `None of ${of} fits.`}
      </Empty>
    );
  return (
    <>
      <p className="ui-quiet" role="status">
        {isNarrowed ? `${items.length} of ${of}, the best first.` : `${of} runbooks.`}
      </p>
      <ul className="knowledge-books">
        {items.map((row) => (
          <Row key={row.name} row={row} />
        ))}
      </ul>
    </>
  );
}

function Row({ row: { name, title, products, symptoms, updatedAt, helped, excerpt } }: { row: RunbookRow }) {
  const nameOf = useNames('Product');
  const about = [...products.map(nameOf), ...symptoms.slice(0, 4).map((symptom) => `“${symptom}”`)];
  return (
    <li>
      <Link to="/runbooks/$name" params={{ name }}>
        {title}
      </Link>{' '}
      <span className="ui-quiet">
        {[...about, helpedText(helped)].filter((word) => word !== '').join(', ')}, changed{' '}
        <Time at={updatedAt} focusable={false} />
      </span>
      <p>{excerpt}</p>
    </li>
  );
}
