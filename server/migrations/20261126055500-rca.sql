-- What was found about each incident that is over: whether it deserves a deep root cause analysis. One row for each incident.
create table rca_flag (
  incident_id text primary key,
  title text not null,
  severity text,
  started_at timestamptz not null,
  resolved_at timestamptz not null,
  assessed_at timestamptz not null,
  -- 1 at resolution, 2 a day later; the later one counts.
  look integer not null check (look in (1, 2)),
  products text[] not null,
  -- Measures, to compare later incidents with, and their ranks as they were then: verdicts teach from these.
  raw jsonb not null,
  vector jsonb not null,
  probability double precision not null,
  decision text not null check (decision in ('rule', 'score', 'over-budget', 'below')),
  rules jsonb not null,
  reasons jsonb not null,
  questions jsonb not null,
  -- When people were asked about an unflagged one.
  asked_at timestamptz,
  accepted boolean,
  dismissal text,
  note text not null default '',
  verdict_at timestamptz,
  verdict_by text,
  -- Set by a reset: the verdict stays a record and no longer teaches.
  forgotten boolean not null default false,
  team text,
  owner text,
  due_on date,
  done_at timestamptz,
  reminded_at timestamptz
);
create index rca_flag_resolved on rca_flag (resolved_at desc);

-- Weights that were learnt, newest last; none: as shipped.
create table rca_model (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  weights jsonb not null,
  intercept double precision not null,
  verdicts integer not null
);
