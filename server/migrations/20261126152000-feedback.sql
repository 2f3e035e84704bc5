-- What people wrote of a dashboard. Never how long they took: that is only counted.
create table feedback_answer (
  id text primary key,
  -- Name of a Dashboard of the catalog.
  dashboard text not null,
  screen text not null,
  release text not null,
  task text not null,
  found text not null check (found in ('yes', 'partly', 'no')),
  words text not null,
  at timestamptz not null,
  -- Null: without a name.
  person text,
  person_name text,
  state text not null check (state in ('open', 'done')),
  reply text,
  replied_by text,
  replied_at timestamptz
);
create index feedback_answer_at on feedback_answer (at desc, id);

-- Counts of a day; nothing in it tells who.
create table feedback_day (
  dashboard text not null,
  screen text not null,
  release text not null,
  task text not null,
  day date not null,
  found_yes integer not null,
  found_partly integer not null,
  found_no integer not null,
  -- How many times lay in each band of seconds, the open one last.
  bands integer[] not null,
  primary key (dashboard, day, screen, release, task)
);
