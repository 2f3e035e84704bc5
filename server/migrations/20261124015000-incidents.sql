-- Numbers of incidents: INC-1, INC-2 … A declaration that is rolled back leaves a gap.
create sequence incident_number;

-- One row per incident. Only id, number and origin are its own: the rest is a cache of the fold of incident_event, kept so that lists and
-- commands need not read the log, and written in the transaction that appends to it.
create table incident (
  -- INC-42, for ever.
  id text primary key,
  number integer not null unique,
  -- Of the last event in the fold. Whoever appends must find it unchanged: this is the optimistic lock.
  seq integer not null,
  -- Which fold code made the caches; another version folds the log anew instead of trusting them.
  fold_version integer not null,
  -- The whole folded state as the API gives it.
  fold jsonb not null,
  title text not null,
  summary text not null,
  -- null: not assessed.
  severity text,
  -- For "worst first": SEV1, not assessed, SEV2, SEV3, SEV4.
  severity_rank smallint not null,
  state text not null,
  is_open boolean not null,
  drill boolean not null,
  -- Names of catalog objects, which may be gone by now.
  product text,
  environment text,
  field_marshal text,
  field_marshal_name text,
  teams text[] not null,
  update_due timestamptz,
  bridge text,
  declared_at timestamptz not null,
  changed_at timestamptz not null,
  acknowledged_at timestamptz,
  resolved_at timestamptz,
  merged_into text,
  -- teams, teamsAcknowledged, openTasks, alertsFiring, alerts, notes, changes.
  counts jsonb not null,
  -- What it was declared from, such as an alert group: at most one incident each.
  origin_kind text,
  origin_id text,
  -- No language is assumed: words are compared as they are written.
  search tsvector not null generated always as (to_tsvector('simple', title || ' ' || summary)) stored
);
create unique index incident_origin on incident (origin_kind, origin_id) where origin_id is not null;
create index incident_open on incident (severity_rank, number desc) where is_open;
create index incident_teams on incident using gin (teams);
create index incident_search on incident using gin (search);

-- The log: what an incident is. Rows are only ever added.
create table incident_event (
  incident_id text not null references incident,
  -- 1, 2, 3 … without gaps within an incident.
  seq integer not null,
  id uuid not null unique,
  -- Database time; never before the event before it.
  at timestamptz not null,
  -- Who did it, with the name they had then.
  actor jsonb not null,
  type text not null,
  version integer not null,
  -- Its shape belongs to (type, version) and never changes.
  data jsonb not null,
  search tsvector generated always as (
    case when type = 'noted'
      then to_tsvector('simple', coalesce(data->>'text', '') || ' ' || coalesce(data->'code'->>'text', '')) end
  ) stored,
  primary key (incident_id, seq)
);
create index incident_event_search on incident_event using gin (search) where type = 'noted';

create function incident_event_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the log of incidents is only ever added to';
end $$;
create trigger incident_event_append_only before update or delete or truncate on incident_event
  for each statement execute function incident_event_is_append_only();

-- Evidence: in the database, so that every web process has it and a backup is whole.
create table attachment (
  id text primary key,
  incident_id text not null references incident,
  name text not null,
  -- What the bytes are, not what the sender said.
  content_type text not null,
  bytes integer not null,
  sha256 text not null,
  content bytea not null,
  uploaded_by text not null,
  uploaded_at timestamptz not null,
  -- A repeated upload gives the same attachment.
  unique (incident_id, sha256, name)
);
