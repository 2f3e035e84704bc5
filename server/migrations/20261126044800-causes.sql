-- What a run went through, taken out of its report once, so that a verdict need not unpack hundreds of reports.
-- Runs without a report (monitors that passed) have none: they go through the products of their check.
create table run_path (
  run_id uuid primary key,
  check_name text not null,
  environment text not null,
  started_at timestamptz not null,
  passed boolean not null,
  -- Products of its steps and requests.
  products text[] not null,
  -- Traces of its requests, 32 hexadecimal digits each.
  traces text[] not null,
  -- {step: {...} | null, requests: [{product, name, at, durationMs, status}]}
  path jsonb not null
);
create index run_path_of on run_path (check_name, environment, run_id);
create index run_path_traces on run_path using gin (traces);

-- One failure whose cause is looked for: an incident, or checks that began to fail in one environment together.
create table cause_case (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('incident', 'failing')),
  incident_id text unique,
  -- Of a failing group: the incident that its alerts belong to.
  group_incident text,
  environment text,
  -- When trouble began.
  since timestamptz not null,
  -- When the incident was resolved, or the last of the checks passed.
  closed_at timestamptz,
  -- Failing checks it is about.
  checks text[] not null default '{}',
  -- Counts the verdicts that differed; 0 before the first.
  version integer not null default 0,
  -- As shown; null before the first, and while there is nothing to go by.
  verdict jsonb,
  -- Failing runs looked into and those elsewhere with the same error: {runs, elsewhere}.
  runs jsonb not null,
  -- When that verdict came to be, and when it was last found to be the same.
  verdict_at timestamptz,
  judged_at timestamptz,
  -- What the log of the incident was told last, and how often it was told.
  told text,
  told_count integer not null default 0,
  -- The last thing that people said of it.
  answer jsonb,
  check ((kind = 'incident') = (incident_id is not null))
);
create index cause_case_open on cause_case (kind, environment) where closed_at is null;
create index cause_case_closed on cause_case (closed_at) where closed_at is not null;

-- Every verdict that differed from the one before, with the evidence as it was: gzipped JSON {case, sources, gaps, weights}.
create table cause_verdict (
  case_id bigint not null references cause_case (id) on delete cascade,
  version integer not null,
  at timestamptz not null,
  verdict jsonb not null,
  evidence bytea,
  primary key (case_id, version)
);
alter table cause_verdict alter column evidence set storage external;

-- What people said of verdicts, in order; the last one of a case counts.
create table cause_answer (
  id bigint generated always as identity primary key,
  case_id bigint not null references cause_case (id) on delete cascade,
  -- The verdict they saw.
  version integer not null,
  answer text not null check (answer in ('confirmed', 'corrected', 'rejected', 'unknown')),
  kind text check (kind in ('product', 'test', 'environment', 'third-party')),
  name text,
  fault_kind text,
  note text not null,
  by_id text not null,
  by_name text not null,
  at timestamptz not null
);
create index cause_answer_of on cause_answer (case_id, id);

-- What must be looked at anew, and how often it was asked for since; exists exactly as long as a timer for it does.
create table cause_due (
  subject text primary key,
  marks integer not null,
  at timestamptz not null
);
