-- A check in an environment at a place: what is due next, which run is under way, how its last runs ended. Made from the catalog.
-- `fillfactor` leaves room for the two changes of each run, so that they touch no index but that of what is due.
create table check_slot (
  check_name text not null,
  environment text not null,
  -- Empty: wherever a runner is free.
  place text not null,
  -- e2e, http, tcp, dns, tls or promql.
  type text not null,
  every_ms integer not null check (every_ms > 0),
  timeout_ms integer not null check (timeout_ms > 0),
  tries integer not null check (tries > 0),
  paused boolean not null,
  -- Its runs are due when the time since 1970 is this far beyond a whole number of intervals: spreads checks over the interval.
  phase_ms integer not null,
  -- When its next run begins.
  next_due_at timestamptz not null,
  -- A run that somebody asked for, to be the next.
  asked_run uuid,
  -- The run under way and until when its runner holds it; null between runs.
  run_id uuid,
  lease_until timestamptz,
  -- Outcomes of the last runs, oldest first, at most 50: P passed, K flaky, F failed by the product, T test, H harness, E environment.
  recent text not null default '' check (length(recent) <= 50),
  -- When the newest run that counts in `recent` was due: reports of older ones come too late to count.
  judged_due_at timestamptz,
  primary key (check_name, environment, place)
) with (fillfactor = 70);
create index check_slot_due on check_slot (next_due_at) where not paused and run_id is null;
create index check_slot_leased on check_slot (lease_until) where run_id is not null;

-- How a check stands in an environment, over all its places: what the matrix shows.
create table check_cell (
  check_name text not null,
  environment text not null,
  every_ms integer not null,
  paused boolean not null,
  state text not null check (state in ('failing', 'degraded', 'ok', 'no-data')),
  since timestamptz not null,
  -- One sentence for people; null where all is well.
  reason text,
  fault_class text check (fault_class in ('product', 'test', 'harness', 'environment')),
  -- The run that made it so.
  run_id uuid,
  -- Blamed for it, the likeliest first.
  products text[] not null default '{}',
  step text,
  last_run_at timestamptz,
  last_passed_at timestamptz,
  -- What the alert of this cell says at present; null where it has none. {kind: 'failing' | 'imminent', run, product, step, title}
  alert jsonb,
  -- What somebody was told about last: 'test' where the owner of the check knows of a fault of the check itself.
  told text,
  primary key (check_name, environment)
) with (fillfactor = 70);
create index check_cell_bad on check_cell (since) where state in ('failing', 'degraded');

-- One run of a check. Ids are UUIDs of version 7: they sort by when the run was made.
create table check_run (
  id uuid primary key,
  check_name text not null,
  environment text not null,
  place text not null,
  type text not null,
  runner_id uuid,
  -- waiting (somebody asked for it), running, ended, lost (its runner went silent), expired (nobody took it), cancelled.
  state text not null check (state in ('waiting', 'running', 'ended', 'lost', 'expired', 'cancelled')),
  due_at timestamptz not null,
  -- When a runner took it: how late it was is the difference to `due_at`.
  taken_at timestamptz,
  -- By the server's clock, as well as it can be told.
  started_at timestamptz,
  duration_ms real,
  verdict text check (verdict in ('passed', 'failed', 'flaky')),
  fault_class text check (fault_class in ('product', 'test', 'harness', 'environment')),
  fault_why text,
  error text,
  -- Of the error without what differs from run to run: equal for the same fault elsewhere.
  error_key bigint,
  imminent jsonb,
  -- [{name, value, unit}]
  measures jsonb,
  asked_by text,
  -- The whole report, gzipped JSON; null for monitors that passed, whose row says it all.
  report bytea
);
-- Whole reports are compressed already.
alter table check_run alter column report set storage external;
create index check_run_of on check_run (check_name, environment, id);
create index check_run_error on check_run (error_key, id) where error_key is not null;
create index check_run_runner on check_run (runner_id, id);

-- What a run left behind. Announced by its report, stored when its bytes come, removed when they are too old or too many.
create table check_artefact (
  run_id uuid not null references check_run (id) on delete cascade,
  name text not null,
  kind text not null,
  content_type text not null,
  bytes bigint not null,
  sha256 text not null,
  state text not null check (state in ('announced', 'stored', 'removed')),
  stored_at timestamptz,
  primary key (run_id, name)
);
create index check_artefact_blob on check_artefact (sha256) where state = 'stored';
create index check_artefact_stored on check_artefact (stored_at) where state = 'stored';

-- Bytes by their SHA-256, in pieces: deployed projects and artefacts. What nobody names any more is swept away.
create table check_blob (
  sha256 text primary key,
  bytes bigint not null,
  -- False while its pieces arrive.
  complete boolean not null,
  stored_at timestamptz not null
);
create table check_blob_piece (
  sha256 text not null references check_blob (sha256) on delete cascade,
  n integer not null,
  content bytea not null,
  primary key (sha256, n)
);
alter table check_blob_piece alter column content set storage external;

-- A Playwright project as it was deployed last.
create table check_project (
  project text primary key,
  sha256 text not null,
  version text,
  deployed_at timestamptz not null,
  deployed_by text not null
);

-- A secret of checks, sealed with a key that is not in the database.
create table check_secret (
  name text not null,
  -- Empty: for every environment that has no value of its own.
  environment text not null,
  sealed text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (name, environment)
);

-- What executes runs.
create table runner (
  id uuid primary key,
  name text not null,
  place text not null,
  -- Empty: all.
  environments text[] not null,
  capabilities text[] not null,
  owner text,
  embedded boolean not null,
  -- SHA-256 of its token; null for the one inside the server, which has none.
  token_hash bytea,
  token_hint text,
  created_at timestamptz not null,
  created_by text not null,
  revoked_at timestamptz,
  version text,
  last_seen_at timestamptz,
  running integer not null default 0,
  spooled integer not null default 0,
  cpu_ratio real,
  memory_ratio real,
  clock_skew_ms integer,
  -- What it says is wrong with itself.
  problems text[] not null default '{}',
  -- new, ok, late, overloaded or silent, as of the last look, and since when.
  state text not null check (state in ('new', 'ok', 'late', 'overloaded', 'silent')),
  state_since timestamptz not null,
  -- When its owner was told last of faults of harness or environment.
  fault_told_at timestamptz
);
create unique index runner_name on runner (name) where revoked_at is null;
create unique index runner_token on runner (token_hash) where token_hash is not null;

-- Checks of a deployed project are objects that come with it: like those from files they are changed where they come from.
alter table catalog_object drop constraint catalog_object_origin_check;
alter table catalog_object add constraint catalog_object_origin_check
  check (origin in ('file', 'ui', 'api', 'backstage', 'deploy'));
