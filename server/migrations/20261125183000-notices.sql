-- What the installation has to say about itself: written by the auditor, read on the Now screen.
create table notice (
  id bigint generated always as identity primary key,
  -- What it is about; at most one of each is open.
  key text not null,
  -- One sentence, as of the last look.
  text text not null,
  started_at timestamptz not null,
  last_seen_at timestamptz not null,
  -- When a look found it gone; null while it is open.
  ended_at timestamptz
);
create unique index notice_open on notice (key) where ended_at is null;
create index notice_started on notice (started_at);
