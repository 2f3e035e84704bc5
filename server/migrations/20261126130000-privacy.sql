-- Only who works on it or was let in sees it.
alter table incident add column private boolean not null default false;
-- Who may see it while it is private: a cache of the log, kept whether it is private or not.
alter table incident add column readers text[] not null default '{}';
create index incident_private on incident (id) where private;

-- What somebody may not see does not exist for them: connections of theirs look into these schemas before the tables themselves. `seen` has
-- rows filtered, for reading and writing; `seen_links` also takes out what names a hidden incident, for reading. Who looks is in the
-- settings fieldmarshal.person and fieldmarshal.hidden (server/src/platform/db/sight.ts).
create schema seen;
create schema seen_links;

-- Incidents that do not exist for whoever looks: private ones they are no reader of, and those of restricted environments without clearance.
create function seen.hidden() returns text[] language sql stable as $$
  select coalesce(array_agg(i.id), '{}') from public.incident i
  where (i.private and not current_setting('fieldmarshal.person') = any(i.readers))
    or i.environment in (select jsonb_array_elements_text(current_setting('fieldmarshal.hidden')::jsonb))
$$;

-- The same with what is named after them in the audit log and in notices.
create function seen.hidden_subjects() returns text[] language sql stable as $$
  with h as (select seen.hidden() as ids)
  select ids
    || array(select 'COM-' || c.id from public.communication c where c.incident_id = any(ids))
    || array(select p.id from public.page p where p.incident_id = any(ids))
    || array(select e.id from public.escalation e where e.incident_id = any(ids))
    || array(select 'escalation ' || e.id from public.escalation e where e.incident_id = any(ids))
  from h
$$;

-- Makes the views anew with the tables and columns that there are now; the server asks for it after migrations. A migration that drops a
-- column of one of these tables, or changes its type, drops the view first.
create function seen.refresh() returns void language plpgsql as $$
declare
  t text;
  shown text;
begin
  -- Every table that names its incident so, also one that is made later. Not those whose rows are for everybody (below), what only the
  -- server itself reads, and the records of sites, which number incidents of their own.
  for t in select c.table_name from information_schema.columns c join information_schema.tables b using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'incident_id' and b.table_type = 'BASE TABLE'
      and c.table_name not in ('alert_group', 'insight_rule_day', 'drill', 'ended_incident', 'relay_entry') loop
    execute format('create or replace view seen.%I as select * from public.%I
      where incident_id is null or incident_id <> all ((select seen.hidden())::text[])', t, t);
  end loop;
  create or replace view seen.incident as select * from public.incident where id <> all ((select seen.hidden())::text[]);
  foreach t in array array['cause_verdict', 'cause_answer'] loop
    execute format('create or replace view seen.%I as select * from public.%I
      where case_id not in (select id from public.cause_case where incident_id = any ((select seen.hidden())::text[]))', t, t);
  end loop;
  -- A drill that replays a hidden incident is as hidden as that.
  create or replace view seen.drill as select * from public.drill
    where incident_id <> all ((select seen.hidden())::text[]) and source_name <> all ((select seen.hidden())::text[]);
  create or replace view seen.communication_recipient as select * from public.communication_recipient
    where communication_id not in (select id from public.communication where incident_id = any ((select seen.hidden())::text[]));
  -- For reading only: whoever writes the next row must know the last one.
  create or replace view seen_links.audit as select * from public.audit where subject <> all ((select seen.hidden_subjects())::text[]);
  create or replace view seen_links.notice as select * from public.notice where key <> all ((select seen.hidden_subjects())::text[]);

  -- Columns that name incidents in rows which are for everybody.
  foreach t in array array['alert_group.incident_id', 'insight_rule_day.incident_id', 'cause_case.group_incident', 'handover.brief'] loop
    select string_agg(case when column_name <> split_part(t, '.', 2) then quote_ident(column_name)
      when data_type = 'jsonb' then format('case when %1$I::text ~ any (select h || ''\M'' from unnest((select seen.hidden())) h) then null else %1$I end as %1$I', column_name)
      when is_nullable = 'YES' then format('case when %1$I <> all ((select seen.hidden())::text[]) then %1$I end as %1$I', column_name)
      else format('case when %1$I <> all ((select seen.hidden())::text[]) then %1$I else '''' end as %1$I', column_name) end,
      ', ' order by ordinal_position)
    into shown from information_schema.columns where table_schema = 'public' and table_name = split_part(t, '.', 1);
    execute format('create or replace view seen_links.%I as select %s from %s.%I', split_part(t, '.', 1), shown,
      case when split_part(t, '.', 1) = 'cause_case' then 'seen' else 'public' end, split_part(t, '.', 1));
  end loop;
end
$$;
select seen.refresh();
