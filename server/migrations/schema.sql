create table catalog_object (
  kind text not null,
  name text not null,
  labels jsonb not null,
  spec jsonb not null,
  origin text not null,
  origin_path text,
  generation bigint not null,
  updated_at timestamp with time zone not null,
  constraint catalog_object_generation_check CHECK ((generation > 0)),
  constraint catalog_object_origin_check CHECK ((origin = ANY (ARRAY['file'::text, 'ui'::text, 'api'::text, 'backstage'::text]))),
  constraint catalog_object_pkey PRIMARY KEY (kind, name)
);

create table catalog_version (
  only_row boolean not null,
  version bigint not null,
  constraint catalog_version_only_row_check CHECK (only_row),
  constraint catalog_version_pkey PRIMARY KEY (only_row)
);

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

