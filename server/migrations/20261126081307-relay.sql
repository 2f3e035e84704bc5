-- Sites and bundles. The same tables on both sides: a site holds itself and what headquarters wrote; headquarters holds all sites.

-- Who this installation is among sites; one row, made with the first enrolment.
create table relay_self (
  one boolean primary key check (one),
  role text not null check (role in ('site', 'headquarters')),
  -- Of a site; headquarters is called so.
  name text not null,
  -- Of a site: this enrolment.
  stream uuid,
  -- Raw Ed25519, base64; its private half is in `sealed`.
  public_key text not null,
  -- For bundles encrypted to this installation; its identity is in `sealed`.
  recipient text not null,
  -- Private key, age identity, salt of pseudonyms, and at a site the token of its link; sealed, so a copy of the database signs nothing.
  sealed text not null,
  -- At a site: the key of headquarters, its recipient and its address.
  peer jsonb,
  -- Of a site: a key that signs from the next bundle on, with its private half in `sealed`.
  next_key text,
  -- Of a site: when its link was tried last, and what came of it.
  link_tried_at timestamptz,
  link_result text,
  created_at timestamptz not null
);

-- Headquarters' sites.
create table relay_site (
  name text primary key,
  stream uuid,
  -- Whose cells it tells of.
  environments text[] not null,
  recipient text,
  state text not null check (state in ('invited', 'enrolled', 'revoked')),
  -- Sealed: the secret of the invitation, until it is used or runs out.
  invitation text,
  invitation_ends_at timestamptz,
  -- Opens upload and download while there is a link.
  link_token_hash bytea,
  -- No bundle for so long is an alarm; null: never.
  report_every_s integer check (report_every_s between 60 and 31536000),
  is_overdue boolean not null default false,
  created_at timestamptz not null,
  created_by text not null,
  enrolled_at timestamptz,
  revoked_at timestamptz,
  last_bundle_at timestamptz
);

-- Keys of sites, by when they may sign; none is deleted, so that what they signed stays explained.
create table relay_key (
  site text not null references relay_site,
  stream uuid not null,
  fingerprint text not null,
  public_key text not null,
  from_sequence integer not null,
  until_sequence integer,
  revoked_at timestamptz,
  primary key (site, fingerprint)
);

-- Bytes of bundles: made here and kept for asking again, or brought here and not yet taken in.
create table relay_file (
  id uuid primary key,
  bytes bigint not null,
  complete boolean not null,
  -- Of a part of a file: SHA-256 of the whole.
  whole bytea,
  part integer,
  parts integer,
  stored_at timestamptz not null
);
create table relay_file_piece (
  file uuid not null references relay_file on delete cascade,
  n integer not null,
  content bytea not null,
  primary key (file, n)
);
alter table relay_file_piece alter column content set storage external;

-- Every bundle that was made or taken in here.
create table relay_bundle (
  site text not null,
  direction text not null check (direction in ('up', 'down')),
  stream uuid not null,
  sequence integer not null check (sequence > 0),
  hash text not null,
  previous text,
  -- `prepared`: shown, not yet approved. `written`: may travel. `received`: came, waits for somebody to confirm. `applied`: taken in.
  state text not null check (state in ('prepared', 'written', 'received', 'applied')),
  fingerprint text not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  -- By the sender's clock, and by ours.
  made_at timestamptz not null,
  stored_at timestamptz not null,
  bytes bigint not null,
  counts jsonb not null,
  policy text,
  -- What the receiver had heard of the other side, see the manifest.
  heard jsonb,
  -- Of a prepared one: what was done to which field, and some records as they would leave.
  preview jsonb,
  file uuid,
  by_whom text not null,
  primary key (site, direction, stream, sequence)
);

-- At a site: what has left, as a mark that changes with the thing. At headquarters: entries and files that have left for a site.
create table relay_sent (
  site text not null,
  kind text not null,
  id text not null,
  mark text not null,
  sequence integer not null,
  primary key (site, kind, id)
);
-- The same for a prepared bundle; becomes `relay_sent` with its approval.
create table relay_pending (
  site text not null,
  kind text not null,
  id text not null,
  mark text not null,
  primary key (site, kind, id)
);

-- What sites told, at headquarters. The bundle with the greatest number is believed, in whatever order they come.
create table relay_record (
  site text not null,
  kind text not null,
  id text not null,
  stream uuid not null,
  -- By the site's clock.
  at timestamptz not null,
  sequence integer not null,
  data jsonb not null,
  primary key (site, kind, id)
);
create table relay_run (
  site text not null,
  id text not null,
  at timestamptz not null,
  sequence integer not null,
  check_name text not null,
  environment text not null,
  place text not null,
  type text not null,
  state text not null,
  verdict text,
  fault text,
  duration_ms real,
  error text,
  primary key (site, id)
);
create index relay_run_at on relay_run (at);

-- Logs of incidents of sites: at headquarters those of both sides, at a site what headquarters wrote.
create table relay_entry (
  site text not null,
  incident_id text not null,
  origin text not null check (origin in ('site', 'headquarters')),
  seq integer not null,
  hlc_ms bigint not null,
  hlc_count integer not null,
  -- The other side's last entry that the writer knew.
  seen integer not null,
  at timestamptz not null,
  actor jsonb not null,
  type text not null,
  version integer not null,
  data jsonb not null,
  -- At a site: how far its own log had come when this arrived.
  arrived_after integer,
  primary key (site, incident_id, origin, seq)
);
