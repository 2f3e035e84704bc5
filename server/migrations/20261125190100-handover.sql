-- What one person hands over to the next at a change of a schedule that asks for it. One row for each change; void ones beside.
create table handover (
  -- e.g. HO-7x0c2m9q4t1w
  id text primary key,
  schedule text not null,
  -- When the outgoing people's time ends by the schedule: from then on they are paged beside who is on, until it is accepted.
  ends_at timestamptz not null,
  -- When the incoming people are on; later than ends_at where nobody is on between.
  change_at timestamptz not null check (change_at >= ends_at),
  -- Names in alphabetical order; never empty.
  outgoing jsonb not null,
  incoming jsonb not null,
  status text not null check (status in ('prepared', 'offered', 'signed', 'accepted', 'escalated', 'void')),
  -- Made after the change.
  late boolean not null,
  -- As the schedule said when the handover was made.
  limit_minutes integer not null check (limit_minutes > 0),
  -- When it escalates unless it is accepted; null until the change has come.
  limit_at timestamptz,
  -- Of the outgoing people, beside the facts.
  note text not null,
  -- The facts as they were signed, or accepted unsigned; null until then.
  brief jsonb,
  -- Who signed and accepted, for people's eyes.
  signed_by text,
  signed_at timestamptz,
  accepted_by text,
  accepted_at timestamptz,
  -- Names of those who were told that nobody accepted; they may accept, too.
  escalated_to jsonb not null,
  void_why text,
  made_at timestamptz not null,
  check ((status = 'accepted') = (accepted_at is not null)),
  check ((status = 'void') = (void_why is not null))
);
-- Never two of one change.
create unique index handover_change on handover (schedule, change_at, outgoing, incoming) where status <> 'void';
create index handover_open on handover (schedule) where status in ('prepared', 'offered', 'signed', 'escalated');
create index handover_latest on handover (change_at);

-- Up to where each schedule was looked at for changes, so that none is missed while nothing runs.
create table handover_watch (
  schedule text primary key,
  seen_at timestamptz not null,
  -- Who was on last, and until when, at the look; empty where nobody has been yet.
  people jsonb not null,
  people_until timestamptz not null
);
