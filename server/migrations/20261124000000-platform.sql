-- Work to be done later, in the same transaction as the change that asks for it. A row stays until its work is done.
create table timer (
  key text primary key,
  task text not null,
  payload jsonb not null,
  due_at timestamptz not null,
  -- Counts claims; a worker may only finish the claim it holds.
  attempts integer not null default 0,
  -- Until when the current claim holds; a dead worker's claim simply runs out.
  lease_until timestamptz,
  last_error text,
  created_at timestamptz not null
);
create index timer_due on timer (due_at);

-- Something that happened, told across domains; reactions are timers made in the same transaction.
create table fact (
  id bigint generated always as identity primary key,
  type text not null,
  subject text not null,
  data jsonb not null,
  at timestamptz not null
);

-- The stored answer to a write that carried an Idempotency-Key.
create table idempotency (
  actor text not null,
  key text not null,
  -- SHA-256 of operation and input: the same key with another request is refused.
  request text not null,
  result jsonb,
  at timestamptz not null,
  primary key (actor, key)
);
create index idempotency_at on idempotency (at);
