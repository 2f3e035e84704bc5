-- What a runbook is found by: its title and symptoms before its text.
create function runbook_words(name text, spec jsonb) returns tsvector language sql immutable as $$
  select setweight(to_tsvector('english', coalesce(spec->>'displayName', '') || ' ' || replace(name, '-', ' ')), 'A')
    || setweight(to_tsvector('english', coalesce(spec->>'symptoms', '')), 'A')
    || setweight(to_tsvector('english', coalesce(spec->>'description', '') || ' ' || coalesce(spec->>'text', '')), 'B')
$$;
create index catalog_object_runbook on catalog_object using gin (runbook_words(name, spec)) where kind = 'Runbook';

-- What people who had a runbook in front of them in an incident said of it; one answer each, which they can change.
create table runbook_answer (
  incident_id text not null references incident (id) on delete cascade,
  -- By name, and not a reference: a runbook that is removed and comes back is the same one.
  runbook text not null,
  -- Who said it, as the audit log names actors.
  answered_by text not null,
  helped boolean not null,
  -- Of the incident when it was said: what helped with a product counts more for that product.
  product text,
  answered_at timestamptz not null,
  primary key (incident_id, runbook, answered_by)
);
create index runbook_answer_runbook on runbook_answer (runbook);
