-- One-way lines: what is sent over one, and files of which something has come over one.

-- Bundles, or parts of them, on their way out. `parts`: which of the file, from 1; null: all. `sent_ratio`: 0 to 1.
create table relay_sending (
  id uuid primary key,
  site text not null,
  direction text not null check (direction in ('up', 'down')),
  stream uuid not null,
  sequence integer not null check (sequence > 0),
  parts integer[],
  state text not null check (state in ('waiting', 'sending', 'sent', 'failed')),
  sent_ratio real not null default 0,
  error text,
  by_whom text not null,
  asked_at timestamptz not null,
  ended_at timestamptz
);
create index relay_sending_asked on relay_sending (asked_at);

-- A file that is not whole yet, or was refused when it was: the parts that came are rows of relay_file with its hash. `result`: why it was refused.
create table relay_transfer (
  site text not null,
  direction text not null check (direction in ('up', 'down')),
  stream uuid not null,
  sequence integer not null check (sequence > 0),
  whole bytea not null,
  bytes bigint not null,
  parts integer not null check (parts between 1 and 9999),
  first_at timestamptz not null,
  last_at timestamptz not null,
  result text,
  primary key (site, direction, whole)
);
