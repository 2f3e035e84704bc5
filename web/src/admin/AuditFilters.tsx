import { TextField } from '../ui/TextField.tsx';

export interface AuditFilter {
  /** Words anywhere in an entry. */
  q: string;
  subject: string;
  actor: string;
  action: string;
  /** Days in UTC, `2026-11-26`; both included. */
  from: string;
  to: string;
}

export const noFilter: AuditFilter = { q: '', subject: '', actor: '', action: '', from: '', to: '' };

const dayMs = 24 * 60 * 60 * 1000;

/** What the API is asked for; `q` is found anywhere, other texts match exactly, and an action also as `incident.*`. */
export function queryOf({ q, subject, actor, action, from, to }: AuditFilter): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, text] of Object.entries({ q, subject, actor, action }))
    if (text.trim() !== '') query.set(name, text.trim());
  if (from !== '') query.set('from', `${from}T00:00:00.000Z`);
  if (to !== '') query.set('to', new Date(Date.parse(`${to}T00:00:00.000Z`) + dayMs).toISOString());
  return query;
}

/** All that is filled in must hold. */
export function AuditFilters({
  filter,
  onFilter,
}: {
  filter: AuditFilter;
  onFilter: (filter: AuditFilter) => void;
}) {
  const field = (name: keyof AuditFilter) => ({
    value: filter[name],
    onChange: (value: string) => onFilter({ ...filter, [name]: value }),
  });
  return (
    <div className="ui-stack" role="search" aria-label="Find in the audit">
      <TextField
        label="Find words"
        type="search"
        data-filter=""
        placeholder="In names, actions, before and after"
        maxLength={100}
        {...field('q')}
      />
      <details>
        <summary>More filters</summary>
        <div className="admin-mapping">
          <TextField label="About" type="search" placeholder="INC-42" {...field('subject')} />
          <TextField label="By" type="search" placeholder="person:mira" {...field('actor')} />
          <TextField label="Action" type="search" placeholder="session.*" {...field('action')} />
          <TextField label="From day (UTC)" type="date" {...field('from')} />
          <TextField label="To day (UTC)" type="date" {...field('to')} />
        </div>
      </details>
    </div>
  );
}
