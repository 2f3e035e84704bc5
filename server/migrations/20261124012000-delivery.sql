-- The outbox: one message to one destination. Stored with the change that asks for it; sent after that commit.
create table delivery (
  id bigint generated always as identity primary key,
  -- Idempotency key, and the id the receiver sees; every attempt carries the same.
  key text not null unique,
  channel text not null check (channel in ('email', 'webhook')),
  destination text not null,
  -- Never holds a token: `{answer-link}` in it is filled in while sending.
  message jsonb not null,
  -- What it is about, as the asking domain names it.
  regarding text not null,
  incident_id text,
  answer_link_for text,
  -- queued: waiting for its first or next attempt. sending: an attempt is open. sent: the channel took it. delivered: a receipt says it
  -- arrived. failed: given up. unknown: the last attempt may have arrived. cancelled: no longer wanted, never sent since.
  state text not null check (state in ('queued', 'sending', 'sent', 'delivered', 'failed', 'unknown', 'cancelled')),
  -- Counts attempts begun.
  attempts integer not null,
  -- The last thing that happened to it, as a sentence.
  detail text not null,
  -- When it should have gone out; a message sent over ten minutes later is marked late.
  due_at timestamptz not null,
  -- Set when nobody wants it any more; an attempt already open may still arrive.
  cancelled_why text,
  -- When nothing more was going to be done for it; null while something is.
  settled_at timestamptz,
  created_at timestamptz not null
);
create index delivery_unsettled on delivery (due_at) where settled_at is null;
create index delivery_regarding on delivery (regarding);
create index delivery_settled on delivery (settled_at) where settled_at is not null;

-- Each try, kept for the timeline.
create table delivery_attempt (
  delivery_id bigint not null references delivery (id) on delete cascade,
  -- Counts from 1.
  attempt integer not null,
  started_at timestamptz not null,
  -- Null while it is open; an attempt found open by another one was cut off by a crash and becomes unknown.
  ended_at timestamptz,
  outcome text check (outcome in ('sent', 'failed', 'unknown')),
  -- Whether trying the same destination again could not help.
  permanent boolean not null,
  detail text not null,
  primary key (delivery_id, attempt)
);

-- The one server key from which webhook secrets and answer links are derived; 256 random bits, base64.
create table delivery_key (
  single boolean primary key check (single),
  key text not null,
  created_at timestamptz not null
);
