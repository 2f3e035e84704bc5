-- What each of those who took part or looked on says of a drill, one entry each: `[{person, by, well, practise, at}]`.
alter table drill add column debriefs jsonb not null default '[]';
update drill set debriefs = jsonb_build_array(debrief || jsonb_build_object('person', null, 'at',
    to_char(coalesce(ended_at, started_at) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))
  where debrief is not null;
-- The words that everybody shared until then; read no more.
comment on column drill.debrief is 'Not read: see debriefs.';

-- As before, with what is told of drills: a notice of a real fault that was left on names the drill and where it is, and so do the rows
-- of the audit log.
create or replace function seen.hidden_subjects() returns text[] language sql stable as $$
  with h as (select seen.hidden() as ids)
  select ids
    || array(select 'COM-' || c.id from public.communication c where c.incident_id = any(ids))
    || array(select p.id from public.page p where p.incident_id = any(ids))
    || array(select e.id from public.escalation e where e.incident_id = any(ids))
    || array(select 'escalation ' || e.id from public.escalation e where e.incident_id = any(ids))
    || array(select d.id from public.drill d where d.incident_id = any(ids))
    || array(select 'drill-fault ' || d.id from public.drill d where d.incident_id = any(ids))
  from h
$$;
