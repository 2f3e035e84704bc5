-- Who and what each incident hits, as assessed last. What people decide about it is in the incident's log.
create table impact (
  incident_id text primary key references incident (id),
  -- Counts assessments that changed something; 0 before the first.
  assessment int not null default 0 check (assessment >= 0),
  -- Counts runs of the assessor: one that a later one has overtaken stores nothing.
  run int not null default 0 check (run >= 0),
  -- A fact came that no run has looked at yet.
  wanted_at timestamptz,
  -- When the last run began to look.
  taken_at timestamptz,
  assessed_at timestamptz,
  first_assessed_at timestamptz,
  -- From when on minutes are counted.
  started_at timestamptz not null,
  -- By when a person should have looked at it.
  decide_by timestamptz not null,
  closed boolean not null default false,
  -- Rows as the contract shows them.
  rows jsonb not null default '[]',
  -- Rows that did not fit.
  more int not null default 0,
  passing_checks int not null default 0,
  oldest_pass_at timestamptz,
  -- Keys of what the first assessment listed as hit; null before it.
  first_listed jsonb,
  -- Of the first assessment, once the incident is over.
  score jsonb,
  -- What the log was told of each row, and when.
  told jsonb not null default '{}',
  told_at timestamptz
);
-- A change of the catalog looks at all that are open.
create index impact_open on impact (incident_id) where not closed;
