import { Link, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { InsightsSearch } from './insights-api.ts';

/** A number that leads to the incidents it counts; plain text where there are none. */
export function Behind({ name, n, children }: { name: string; n: number; children: ReactNode }) {
  const search: InsightsSearch = useSearch({ strict: false });
  if (n === 0) return <>{children}</>;
  return (
    <Link to="/insights" search={{ ...search, behind: name }}>
      {children}
    </Link>
  );
}

/** One headline number with what it means and what it was. */
export function Figure({ title, value, note }: { title: string; value: ReactNode; note: ReactNode }) {
  return (
    <div className="ui-card insights-figure">
      <dt className="ui-quiet">{title}</dt>
      <dd>
        <b>{value}</b> <span className="ui-quiet ui-small">{note}</span>
      </dd>
    </div>
  );
}
