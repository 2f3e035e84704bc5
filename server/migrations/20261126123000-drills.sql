create sequence drill_number;

-- One drill: an incident of the past or a written scenario that is played into a room of its own.
create table drill (
  -- `DR-` and a number.
  id text primary key,
  number integer not null unique,
  -- Its room, an incident with `drill` set.
  incident_id text not null unique references incident (id),
  source_kind text not null check (source_kind in ('scenario', 'recording')),
  -- The scenario's name, or the id of the incident that is replayed.
  source_name text not null,
  title text not null,
  seat text not null check (seat in ('trainee', 'watch')),
  trainee text,
  mentor text,
  state text not null check (state in ('running', 'paused', 'ended')),
  speed smallint not null check (speed in (1, 2, 4, 8)),
  -- As it was when the drill began: a scenario that is edited meanwhile changes nothing.
  script jsonb not null,
  -- When scenario time ran, and how fast; the last is open while it runs.
  stretches jsonb not null,
  -- Keys of the steps that are in the log.
  played text[] not null,
  paused_because text,
  started_by text not null,
  started_at timestamptz not null,
  -- Why it was started or went on while something real was burning.
  override_reason text,
  ended_at timestamptz,
  ended_how text check (ended_how in ('resolved', 'time', 'stopped')),
  -- The score with what it is made of; null until the end, and for one that was only watched.
  result jsonb,
  debrief jsonb,
  -- Real faults of a live drill, each with the id that the other side gave it while it is on.
  faults jsonb not null,
  fault_trouble text
);
create index drill_trainee on drill (trainee, ended_at);
create index drill_open on drill (started_at) where state <> 'ended';
