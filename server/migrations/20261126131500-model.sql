-- One row: whether a model writes, and within which limits. Without it none does.
create table model_policy (
  is_one boolean primary key default true check (is_one),
  policy jsonb not null,
  changed_at timestamptz not null,
  changed_by text not null
);

-- Keys of providers, sealed for their name and the address they were set for: an object that is given another address gets no key.
create table model_key (
  provider text primary key,
  sealed text not null,
  changed_at timestamptz not null,
  changed_by text not null
);

-- What the last try of a provider showed, for the address and model it had then.
create table model_probe (
  provider text primary key,
  place text not null,
  probe jsonb not null
);

-- Incidents of which somebody said that no model may write.
create table model_stop (
  incident_id text primary key,
  stopped_at timestamptz not null,
  stopped_by text not null
);

-- Every call, whatever came of it. `prompt` is what left, with its placeholders; both texts go when their time is over, figures stay.
create table model_run (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  incident_id text,
  feature text not null,
  mode text not null,
  provider text,
  model text,
  origin text not null check (origin in ('model', 'mixed', 'rules')),
  -- Empty where it was shown as it should be.
  reason text not null,
  failed boolean not null,
  as_of integer,
  inputs_hash text not null,
  prompt_version integer not null,
  prompt text,
  reply text,
  verdicts jsonb not null,
  lines jsonb not null,
  rules jsonb not null,
  tokens_in integer not null,
  tokens_out integer not null,
  cost bigint,
  ms integer not null,
  action text check (action in ('accepted', 'dismissed', 'edited', 'copied')),
  action_by text,
  edit_distance integer
);
create index model_run_of_incident on model_run (incident_id, id desc);
create index model_run_at on model_run (at);

-- What stands of a model's text of an incident now: verified sentences, replaced while more of them arrive.
create table model_text (
  incident_id text not null,
  feature text not null,
  run_id bigint,
  provider text not null,
  model text not null,
  lines jsonb not null,
  verdicts jsonb not null,
  as_of integer not null,
  -- The state and severity it was written in; other ones make it old.
  state text,
  severity text,
  fresh_at integer not null,
  written_at timestamptz not null,
  primary key (incident_id, feature)
);
