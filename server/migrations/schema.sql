create table fact (
  id bigint not null generated always as identity,
  type text not null,
  subject text not null,
  data jsonb not null,
  at timestamp with time zone not null,
  constraint fact_pkey PRIMARY KEY (id)
);

create table idempotency (
  actor text not null,
  key text not null,
  request text not null,
  result jsonb,
  at timestamp with time zone not null,
  constraint idempotency_pkey PRIMARY KEY (actor, key)
);

create table migration (
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null,
  constraint migration_pkey PRIMARY KEY (name)
);

create table timer (
  key text not null,
  task text not null,
  payload jsonb not null,
  due_at timestamp with time zone not null,
  attempts integer not null default 0,
  lease_until timestamp with time zone,
  last_error text,
  created_at timestamp with time zone not null,
  constraint timer_pkey PRIMARY KEY (key)
);

CREATE INDEX idempotency_at ON public.idempotency USING btree (at);

CREATE INDEX timer_due ON public.timer USING btree (due_at);

