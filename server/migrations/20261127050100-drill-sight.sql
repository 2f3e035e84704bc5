-- The real incident for which a drill stands still; who may not see it reads only that there is one. Null: it stands still for something else.
alter table drill add column paused_for text;

-- As before, with the rooms of drills that replay what is hidden: an incident may become private long after it was replayed, and whoever
-- was taken off its readers may not read it there either.
create or replace function seen.hidden() returns text[] language sql stable as $$
  with h as (
    select i.id from public.incident i
    where (i.private and not current_setting('fieldmarshal.person') = any(i.readers))
      or i.environment in (select jsonb_array_elements_text(current_setting('fieldmarshal.hidden')::jsonb)))
  select array(
    select id from h
    union
    select d.incident_id from public.drill d where d.source_kind = 'recording' and d.source_name in (select id from h))
$$;
select seen.refresh();
