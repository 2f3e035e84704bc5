-- How metrics servers are reached: for the very address that an administrator allowed.
create table metrics_access (
  source text primary key,
  place text not null,
  allow_private boolean not null,
  sealed text,
  changed_at timestamptz not null,
  changed_by text not null
);
