import { TextField } from '../ui/TextField.tsx';

export interface AuditFilter {
  subject: string;
  actor: string;
  action: string;
  /** Days in UTC, `2026-11-26`; both included. */
  from: string;
  to: string;
}

export const noFilter: AuditFilter = { subject: '', actor: '', action: '', from: '', to: '' };

const dayMs = 24 * 60 * 60 * 1000;

/** What the API is asked for; texts match exactly, and an action also as `incident.*`. */
export function queryOf({ subject, actor, action, from, to }: AuditFilter): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, text] of Object.entries({ subject, actor, action }))
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
    <div className="admin-mapping" role="search" aria-label="Find in the audit">
      <TextField label="About" type="search" data-filter="" placeholder="INC-42" {...field('subject')} />
      <TextField label="By" type="search" placeholder="person:mira" {...field('actor')} />
      <TextField label="Action" type="search" placeholder="session.*" {...field('action')} />
      <TextField label="From day (UTC)" type="date" {...field('from')} />
      <TextField label="To day (UTC)" type="date" {...field('to')} />
    </div>
  );
}
