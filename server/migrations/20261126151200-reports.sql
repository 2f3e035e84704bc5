-- Pages of insights that are sent by mail.
create table insight_report (
  id text primary key,
  part text not null check (part in ('overview', 'load', 'noise', 'objectives')),
  filter jsonb not null,
  every text not null check (every in ('week', 'month')),
  people text[] not null,
  made_by text not null,
  made_at timestamptz not null
);

-- What was sent to whom: each period once.
create table insight_report_sent (
  report text not null references insight_report (id) on delete cascade,
  person text not null,
  -- The first and the last day of the period.
  from_day date not null,
  to_day date not null,
  sent_at timestamptz not null,
  primary key (report, person, from_day)
);
