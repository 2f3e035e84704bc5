-- Incidents that a team was given alone, each time one row: a cache of their logs, by which a team's record and the triage advice go.
create table delegation (
  incident_id text not null references incident (id) on delete cascade,
  -- The entry of the log that gave it.
  seq integer not null,
  team text not null,
  -- Of the triage advice then; null where there was none.
  points integer,
  delegated_at timestamptz not null,
  due_at timestamptz not null,
  state text not null check (state in ('waiting', 'accepted', 'returned')),
  how text check (how in ('bounced', 'late', 'recalled', 'reopened')),
  note text not null,
  -- Kept when it is returned later.
  accepted_at timestamptz,
  ended_at timestamptz,
  primary key (incident_id, seq)
);
create index delegation_team on delegation (team, delegated_at desc);
create index delegation_newest on delegation (delegated_at desc);
