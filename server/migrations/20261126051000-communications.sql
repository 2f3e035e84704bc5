-- What is said to people outside the room: drafted, approved by a person, sent. A sent one never changes; a correction is a new one.
create table communication (
  id bigint generated always as identity primary key,
  -- Null for announcements of maintenance, which belong to no incident.
  incident_id text references incident (id),
  audience text not null check (audience in ('customers', 'executives', 'support', 'partners')),
  -- The application whose customers are meant; '' for the other audiences.
  application text not null default '',
  language text not null,
  stage text not null check (stage in ('investigating', 'identified', 'monitoring', 'resolved', 'still-working', 'maintenance')),
  state text not null check (state in ('draft', 'approved', 'sent', 'discarded')),
  title text not null,
  body text not null,
  -- As it was written by rules last; null where a person wrote it from nothing. What people change is measured against it.
  generated_title text,
  generated_body text,
  template text not null default '',
  -- What the text says, each with where that is known from; and what the rules find in it.
  facts jsonb not null default '[]',
  findings jsonb not null default '[]',
  -- What was true when it was drafted, by name: what differs at approval is told.
  basis jsonb not null default '{}',
  -- Who changed the text last; null while it is as generated.
  edited_by text,
  -- [{kind, name, state}]: what it says about parts of the status page.
  components jsonb not null default '[]',
  on_page boolean not null default false,
  -- When it promises the next word; null: it promises none.
  next_update_at timestamptz,
  -- When what it tells of began; and for maintenance the planned time.
  starts_at timestamptz not null,
  ends_at timestamptz,
  corrects bigint references communication (id),
  -- SHA-256 of everything a reader would notice; approvals name it.
  content_hash text not null,
  send_at timestamptz,
  approved_at timestamptz,
  sent_at timestamptz,
  drafted_at timestamptz not null,
  changed_at timestamptz not null
);
create unique index communication_draft on communication (incident_id, audience, application, language)
  where state in ('draft', 'approved') and corrects is null and incident_id is not null;
create index communication_of_incident on communication (incident_id, id);
create index communication_sent on communication (sent_at desc) where state = 'sent';

-- Who approved exactly what. Never deleted; one that was taken back says when.
create table communication_approval (
  communication_id bigint not null references communication (id),
  person text not null,
  person_name text not null,
  content_hash text not null,
  at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (communication_id, person, at)
);

-- The last line of defence: nothing becomes sent that no person approved in these very words, and nothing sent changes.
create function communication_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.state = 'sent' then raise exception 'a sent communication is never deleted'; end if;
    return old;
  end if;
  if tg_op = 'UPDATE' and old.state = 'sent' then raise exception 'a sent communication never changes'; end if;
  if new.state = 'sent' and not exists (
    select from communication_approval a
    where a.communication_id = new.id and a.content_hash = new.content_hash and a.withdrawn_at is null)
  then raise exception 'nobody approved this communication'; end if;
  return new;
end $$;
create trigger communication_guard before insert or update or delete on communication
  for each row execute function communication_guard();

-- Who is told by which channel: themselves by double opt-in, by staff, or as a contact of a customer in the catalog.
create table subscriber (
  id bigint generated always as identity primary key,
  channel text not null,
  destination text not null,
  -- Lower case where the channel does not tell cases apart: nobody is told twice.
  destination_key text not null,
  audience text not null check (audience in ('customers', 'executives', 'support', 'partners')),
  -- Names of applications; empty: all.
  applications text[] not null,
  customer text,
  language text not null,
  source text not null check (source in ('self', 'staff', 'catalog')),
  state text not null check (state in ('pending', 'active', 'ended')),
  asked_at timestamptz not null,
  asked_count integer not null default 1,
  confirmed_at timestamptz,
  ended_at timestamptz,
  ended_why text not null default '',
  unique (channel, destination_key, audience)
);

-- To whom a communication went, and what became of it for each; the outbox forgets after a while, this does not.
create table communication_recipient (
  communication_id bigint not null references communication (id),
  key text primary key,
  subscriber_id bigint not null references subscriber (id),
  channel text not null,
  destination text not null,
  customer text,
  state text not null check (state in ('queued', 'retrying', 'sent', 'delivered', 'failed', 'unknown')),
  detail text not null default '',
  changed_at timestamptz not null
);
create index communication_recipient_of on communication_recipient (communication_id);

-- Private views of the status page by link; only the hash of the link's secret is kept.
create table status_link (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('application', 'customer')),
  name text not null,
  token_hash text not null unique,
  made_by text not null,
  made_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz
);

-- Since when a part is shown on the status page: before that nothing is known of it.
create table status_component (
  kind text not null check (kind in ('application', 'workflow')),
  name text not null,
  first_at timestamptz not null,
  primary key (kind, name)
);

-- The times this installation was awake; what happened between them it cannot know.
create table status_watch (
  started_at timestamptz primary key,
  seen_at timestamptz not null
);

-- A promise of the next word, and when it was kept; null while nobody has kept it. A later promise in time keeps the earlier.
create table update_promise (
  incident_id text not null references incident (id),
  due timestamptz not null,
  made_at timestamptz not null,
  kept_at timestamptz,
  primary key (incident_id, due)
);

-- Who wants to hear of an incident without working on it, and up to where they have heard.
create table incident_follower (
  incident_id text not null references incident (id),
  person text not null,
  every_minutes integer not null check (every_minutes between 5 and 1440),
  told_seq integer not null,
  told_at timestamptz,
  primary key (incident_id, person)
);
