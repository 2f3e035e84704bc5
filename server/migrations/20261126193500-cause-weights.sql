-- Weights of localisation that were fitted on what people said of causes; at most one of them is used.
create table cause_weights (
  id bigint primary key generated always as identity,
  asked_at timestamptz not null,
  by_id text not null,
  by_name text not null,
  state text not null check (state in ('waiting', 'fitted', 'failed')),
  why text,
  weights jsonb,
  report jsonb,
  used_at timestamptz,
  check ((state = 'fitted') = (weights is not null and report is not null)),
  check (used_at is null or state = 'fitted')
);
create unique index cause_weights_used on cause_weights ((true)) where used_at is not null;
