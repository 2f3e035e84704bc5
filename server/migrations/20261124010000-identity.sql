-- Who may sign in. One row for each person who was ever given access; rows are disabled, not deleted, so that the log keeps its names.
create table account (
  -- The name of the Person in the catalog (or one of an account that has none, such as the first `admin`).
  person text primary key,
  -- As written by whoever made the account; signs in regardless of case. Null: signs in with the name.
  email text,
  display_name text not null,
  -- Of contract/src/identity/role.ts; the permission table says what each may do.
  roles text[] not null,
  -- PHC string with its parameters (argon2id). Null: nobody chose a password yet, only a sign-in link works.
  password_hash text,
  password_set_at timestamptz,
  -- From this moment nobody signs in as this person, and sessions and tokens stop working. Null: may sign in.
  disabled_at timestamptz,
  -- The catalog file that decides name, e-mail and roles; null where people decide in the UI.
  managed_by text,
  created_at timestamptz not null,
  last_sign_in_at timestamptz
);
create unique index account_email on account (lower(email));

-- One signed-in browser.
create table session (
  -- SHA-256 of what the cookie holds: whoever reads the table cannot sign in with it.
  token_hash bytea primary key,
  -- Names the session in lists; worth nothing as a credential.
  id text not null unique,
  person text not null references account on delete cascade,
  created_at timestamptz not null,
  -- Written at most every few minutes.
  last_seen_at timestamptz not null,
  -- Moves on with use, up to `ends_at`.
  expires_at timestamptz not null,
  ends_at timestamptz not null,
  address text not null,
  user_agent text not null,
  -- Until when a password may be chosen without the old one; set where a one-time link began the session.
  password_choice_until timestamptz
);
create index session_person on session (person);
create index session_expires on session (expires_at);

-- One-time links that sign a person in: the first administrator's, and invitations.
create table sign_in_link (
  token_hash bytea primary key,
  person text not null references account on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index sign_in_link_person on sign_in_link (person);

-- Attempts to sign in since `window_started_at`, counted before the password is looked at.
create table sign_in_attempt (
  -- SHA-256 of "account and address" or of the address: people type passwords into the wrong field.
  bucket bytea primary key,
  attempts integer not null,
  window_started_at timestamptz not null
);

-- Keys of the product API.
create table api_token (
  id text primary key,
  name text not null,
  token_hash bytea not null unique,
  -- How the token starts, so that people recognise it in a list.
  hint text not null,
  -- Never more than this person may at the time of use; null: a service's own token.
  person text references account on delete cascade,
  -- The roles the token acts with, at most.
  roles text[] not null,
  -- The abilities it is limited to; null: all of its roles.
  abilities text[],
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz,
  -- Written at most once a minute.
  last_used_at timestamptz,
  revoked_at timestamptz
);

-- Something outside that sends signals.
create table integration (
  id text primary key,
  name text not null,
  kind text not null,
  created_at timestamptz not null,
  created_by text not null,
  revoked_at timestamptz
);
create unique index integration_name on integration (name) where revoked_at is null;

-- The keys of an integration; two are valid while a rotation overlaps.
create table integration_key (
  key_hash bytea primary key,
  integration_id text not null references integration on delete cascade,
  hint text not null,
  created_at timestamptz not null,
  -- Null until the key is rotated or revoked.
  expires_at timestamptz,
  last_used_at timestamptz
);
create index integration_key_integration on integration_key (integration_id);

-- Who changed what. Append-only, and each row's hash covers the one before it.
create table audit (
  -- Without gaps, from 1.
  seq bigint primary key,
  at timestamptz not null,
  -- `person:mira`, `token:…`, `system:…`, `integration:…`.
  actor text not null,
  actor_name text not null,
  -- `noun.what-happened`, e.g. `incident.resolved`.
  action text not null,
  -- What it happened to, e.g. `INC-42`, `Person/mira`.
  subject text not null,
  before jsonb,
  after jsonb,
  request_id text not null,
  -- SHA-256 of the previous row's hash (32 zero bytes before the first) and this row's content; see server/src/identity/core/audit-chain.ts.
  hash bytea not null
);
create index audit_subject on audit (subject, seq);
create index audit_actor on audit (actor, seq);
create index audit_action on audit (action, seq);
create index audit_at on audit (at);

-- Appends entries to the chain. The lock is advisoryLock.audit; it is held from here to the end of the transaction, so this is called last.
-- Each statement of this function sees what was committed before it began, thus also the rows of whoever held the lock before.
create function audit_append(entries jsonb) returns void language plpgsql as $$
declare
  last_seq bigint;
  last_hash bytea;
  entry jsonb;
begin
  perform pg_advisory_xact_lock(4600003);
  select seq, hash into last_seq, last_hash from audit order by seq desc limit 1;
  last_seq := coalesce(last_seq, 0);
  last_hash := coalesce(last_hash, decode(repeat('00', 32), 'hex'));
  for entry in select value from jsonb_array_elements(entries) loop
    last_seq := last_seq + 1;
    last_hash := sha256(last_hash || decode(entry ->> 'content_hash', 'hex'));
    insert into audit (seq, at, actor, actor_name, action, subject, before, after, request_id, hash)
    values (last_seq, (entry ->> 'at')::timestamptz, entry ->> 'actor', entry ->> 'actor_name', entry ->> 'action',
      entry ->> 'subject', nullif(entry -> 'before', 'null'), nullif(entry -> 'after', 'null'), entry ->> 'request_id', last_hash);
  end loop;
end $$;

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only';
end $$;
create trigger audit_no_change before update or delete on audit for each row execute function audit_is_append_only();
create trigger audit_no_truncate before truncate on audit for each statement execute function audit_is_append_only();
