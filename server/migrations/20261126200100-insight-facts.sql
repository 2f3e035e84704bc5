-- What a page of insights reads of an incident, as one text: taking thirty columns of 20,000 rows apart, over the wire and in JavaScript,
-- is what a page waited for. Nothing in it hangs on a setting of the connection, so it is immutable although JSON functions are only stable.
create function insight_facts(id text, title text, severity text, product text, team text, environment text, hub text, state text,
  reopened integer, declared_at timestamptz, found_by text, false_alarm boolean, times bigint[], cause text[], user_minutes double precision,
  customers jsonb, people integer, person_minutes integer) returns text immutable parallel safe language sql as $$
  select json_build_array(id, title, severity, product, team, environment, hub, state, reopened, extract(epoch from declared_at)::float8 * 1000,
    found_by, false_alarm, times, cause, user_minutes, customers, people, person_minutes)::text
$$;

alter table insight_incident add column facts text not null generated always as (insight_facts(incident_id, title, severity, product, team,
  environment, hub, state, reopened, declared_at, found_by, false_alarm,
  array[detect_ms, acknowledge_ms, marshal_ms, assess_ms, message_ms, mitigate_ms, resolve_ms], array[cause_kind, cause_name, cause_title],
  user_minutes, customers, people, person_minutes)) stored;
