-- A time in which a check was failing in an environment: what it is judged by. Kept also where it raised no alert.
create table check_episode (
  id uuid primary key,
  check_name text not null,
  environment text not null,
  started_at timestamptz not null,
  -- Null while it goes on.
  ended_at timestamptz,
  -- The last run that passed before: it cannot have begun earlier.
  passed_at timestamptz,
  -- The run that made it failing.
  run_id uuid not null,
  reason text not null,
  -- Whether an alert was raised.
  raised boolean not null,
  -- What a person says it was: a real issue, or nothing; null where nobody has said.
  verdict text check (verdict in ('real', 'false')),
  verdict_by text,
  verdict_at timestamptz
);
create index check_episode_of on check_episode (check_name, started_at);
create index check_episode_at on check_episode (started_at);
create index check_episode_open on check_episode (check_name, environment) where ended_at is null;

-- A check that may not page: it goes on recording. One row for each time; the one that counts has not ended.
create table check_demotion (
  check_name text not null,
  since timestamptz not null,
  -- When it pages again in any case.
  until timestamptz not null,
  -- The team that is to mend it by then; null where it has none.
  owner text,
  reason text not null,
  ended_at timestamptz,
  -- evidence, expired, or the person who ended it.
  ended_by text,
  primary key (check_name, since)
);
create unique index check_demotion_now on check_demotion (check_name) where ended_at is null;
