-- Which channels there are is said by the contract; a channel that this process does not know is refused where it is read.
alter table delivery drop constraint delivery_channel_check;
alter table delivery add constraint delivery_channel_check check (channel ~ '^[a-z][a-z-]{1,30}$');
-- The account or server that took it, and the id under which it speaks of it in receipts.
alter table delivery add column provider text;
alter table delivery add column external_id text;
-- The final receipt: delivered, undelivered. It may come before the attempt that caused it is recorded.
alter table delivery add column receipt text check (receipt in ('delivered', 'undelivered'));
alter table delivery add column receipt_detail text;
create index delivery_external on delivery (provider, external_id) where external_id is not null;

alter table page_ring drop constraint page_ring_outcome_check;
alter table page_ring add constraint page_ring_outcome_check
  check (outcome in ('sent', 'delivered', 'failed', 'retrying', 'unknown'));

-- A person's own ways to be reached, beside those that files define.
create table contact_method (
  id text primary key,
  person text not null,
  channel text not null check (channel ~ '^[a-z][a-z-]{1,30}$'),
  -- As a message names it; for a push device the id of this row.
  destination text not null,
  -- What the person calls it.
  label text not null,
  -- For a push device: its endpoint and keys.
  details jsonb not null,
  -- Set once the person has shown that messages arrive; only then it counts for paging.
  verified_at timestamptz,
  -- A keyed hash of the code that was sent last.
  code_hash text,
  code_sent_at timestamptz,
  -- Wrong answers to that code.
  code_tries integer not null,
  created_at timestamptz not null,
  unique (person, channel, destination)
);

-- In which order a person is reached; methods that are not named follow in their own order.
create table contact_order (
  person text primary key,
  methods text[] not null
);

-- A test of one way to reach a person, asked for by that person, and whether they answered it.
create table contact_test (
  id text primary key,
  person text not null,
  channel text not null,
  destination text not null,
  -- Only the hash of the token in the link is kept.
  token_hash text not null unique,
  delivery_key text not null,
  asked_at timestamptz not null,
  answered_at timestamptz
);
create index contact_test_person on contact_test (person, asked_at desc);

-- Accounts and servers through which channels send, set up by the operator on screen.
create table delivery_provider (
  id text primary key,
  name text not null unique,
  kind text not null,
  -- Providers of one channel are tried from the lowest number.
  position integer not null,
  settings jsonb not null,
  -- Sealed with the key of the installation, which is not in this database.
  secrets text not null,
  changed_at timestamptz not null
);
