-- A wish to be relieved for part of a shift, or to swap it for a time of somebody else.
create table cover_request (
  -- e.g. CV-7x0c2m9q4t1w
  id text primary key,
  schedule text not null,
  -- Whose shift it is.
  person text not null,
  start_at timestamptz not null,
  end_at timestamptz not null check (end_at > start_at),
  reason text not null,
  -- Names of those it is offered to.
  pool jsonb not null,
  -- A swap: the person and the time that are given in return; all three or none.
  swap_person text,
  swap_start_at timestamptz,
  swap_end_at timestamptz,
  -- expired: it was over before anybody accepted; the shift stayed with its person.
  state text not null check (state in ('open', 'accepted', 'withdrawn', 'expired')),
  made_by text not null,
  made_by_person text,
  made_at timestamptz not null,
  -- Who accepted or withdrew it, for people's eyes; the catalog name where it is a person.
  answered_by text,
  answered_by_person text,
  answered_at timestamptz,
  check ((swap_person is null) = (swap_start_at is null) and (swap_person is null) = (swap_end_at is null))
);
create index cover_request_open on cover_request (start_at) where state = 'open';
create index cover_request_made on cover_request (made_at);

-- A change to who is on for a time, made beside the schedule's own rules. It counts from when it was made at the earliest, and a
-- withdrawal ends it then: a row never changes what has been.
create table schedule_override (
  -- e.g. OV-7x0c2m9q4t1w
  id text primary key,
  -- Order of creation: of two the later wins.
  n bigint generated always as identity,
  schedule text not null,
  kind text not null check (kind in ('take', 'replace', 'add', 'remove')),
  person text not null,
  replaces text,
  -- The time in which it counts; empty where it was withdrawn before it began.
  start_at timestamptz not null,
  end_at timestamptz not null check (end_at >= start_at),
  why text not null,
  source text not null check (source in ('hand', 'cover', 'swap', 'calendar')),
  -- Cover request, or the UID of the calendar event; null where made by hand.
  origin text,
  made_by text not null,
  made_by_person text,
  made_at timestamptz not null,
  withdrawn_by text,
  withdrawn_at timestamptz
);
create index schedule_override_end on schedule_override (end_at);
create unique index schedule_override_event on schedule_override (schedule, origin) where source = 'calendar' and withdrawn_at is null;

-- How far the past of each schedule is recorded, and by which rules it goes on.
create table schedule_record (
  schedule text primary key,
  -- The schedule's own rules, without overrides made beside them.
  rules jsonb not null,
  recorded_from timestamptz not null,
  recorded_until timestamptz not null check (recorded_until >= recorded_from)
);

-- Who was on, as it was at the time; never changed after an edit of the rules. The last row of a schedule grows.
create table shift_record (
  schedule text not null,
  from_at timestamptz not null,
  to_at timestamptz not null check (to_at > from_at),
  -- Names in alphabetical order; empty = nobody.
  people jsonb not null,
  primary key (schedule, from_at)
);

-- Who was told of a coming hole, so that each is told once for each number of days ahead.
create table coverage_warning (
  schedule text not null,
  hole_at timestamptz not null,
  days_ahead integer not null,
  warned_at timestamptz not null,
  primary key (schedule, hole_at, days_ahead)
);

-- A calendar that can be read at a secret address.
create table calendar_feed (
  -- e.g. FD-7x0c2m9q4t1w
  id text primary key,
  -- SHA-256 of the secret.
  token_hash text not null unique,
  kind text not null check (kind in ('person', 'schedule')),
  name text not null,
  made_by text not null,
  made_by_person text,
  made_at timestamptz not null,
  read_at timestamptz
);
