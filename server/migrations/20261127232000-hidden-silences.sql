-- What is silenced, worked on and missed in a restricted environment only is as hidden as its alerts, also in the audit log.

-- Whether a record is about hidden environments and no other: by its labels, its list, or a matcher that must be equal.
create function seen.is_elsewhere(record jsonb) returns boolean language sql stable as $$
  select coalesce(record -> 'labels' ->> 'environment' = any(hidden), false)
    or (jsonb_typeof(record -> 'environments') = 'array' and record -> 'environments' <> '[]' and record -> 'environments' <@ to_jsonb(hidden))
    or exists (select from jsonb_array_elements_text(case jsonb_typeof(record -> 'matchers') when 'array' then record -> 'matchers' else '[]' end) m
      where m in (select format('environment="%s"', name) from unnest(hidden) name))
  from (select seen.hidden_environments() as hidden) asked
$$;

-- As before, with these rows of the audit log.
create or replace function seen.refresh() returns void language plpgsql as $$
declare
  t text;
  shown text;
  conditions text;
begin
  -- Every table that names its incident, its environment or its site, also one that is made later. Not those whose rows are for everybody
  -- (below), what only the server itself reads, and the incidents of sites, which have numbers of their own.
  for t, conditions in
    select c.table_name, string_agg(case
      when c.column_name = 'incident_id' then '(incident_id is null or incident_id <> all ((select seen.hidden())::text[]))'
      when c.column_name = 'environment' then '(environment is null or environment <> all ((select seen.hidden_environments())::text[]))'
      else '(site is null or site <> all ((select seen.hidden_sites())::text[]))' end, ' and ' order by c.column_name)
    from information_schema.columns c join information_schema.tables b using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name in ('incident_id', 'environment', 'site') and b.table_type = 'BASE TABLE'
      and c.table_name not in ('drill', 'ended_incident', 'incident')
      and not (c.table_name in ('alert_group', 'insight_rule_day', 'relay_entry') and c.column_name = 'incident_id')
    group by c.table_name loop
    execute format('create or replace view seen.%I as select * from public.%I where %s', t, t, conditions);
  end loop;
  create or replace view seen.incident as select * from public.incident where id <> all ((select seen.hidden())::text[]);
  create or replace view seen.relay_site as select * from public.relay_site where not environments && seen.hidden_environments();
  -- What belongs to such a row without naming its environment.
  create or replace view seen.alert_event as select * from public.alert_event
    where alert_id not in (select id from public.alert where environment = any ((select seen.hidden_environments())::text[]));
  create or replace view seen.check_artefact as select * from public.check_artefact
    where run_id not in (select id from public.check_run where environment = any ((select seen.hidden_environments())::text[]));
  foreach t in array array['cause_verdict', 'cause_answer'] loop
    execute format('create or replace view seen.%I as select * from public.%I
      where case_id not in (select id from public.cause_case where incident_id = any ((select seen.hidden())::text[])
        or environment = any ((select seen.hidden_environments())::text[]))', t, t);
  end loop;
  -- A drill that replays a hidden incident is as hidden as that.
  create or replace view seen.drill as select * from public.drill
    where incident_id <> all ((select seen.hidden())::text[]) and source_name <> all ((select seen.hidden())::text[]);
  create or replace view seen.communication_recipient as select * from public.communication_recipient
    where communication_id not in (select id from public.communication where incident_id = any ((select seen.hidden())::text[]));
  -- For reading only: whoever writes the next row must know the last one.
  create or replace view seen_links.audit as select * from public.audit a where subject <> all ((select seen.hidden_subjects())::text[])
    and not exists (select from public.alert r where r.id = case when a.subject ~ '^alert/\d{1,18}$' then substr(a.subject, 7)::bigint end
      and r.environment = any ((select seen.hidden_environments())::text[]))
    and not exists (select from public.change r where r.id = case when a.subject ~ '^change/\d{1,18}$' then substr(a.subject, 8)::bigint end
      and r.environment = any ((select seen.hidden_environments())::text[]))
    and not exists (select from public.check_run r where r.id = case when a.subject ~ '^run/[0-9a-f-]{36}$' then substr(a.subject, 5)::uuid end
      and r.environment = any ((select seen.hidden_environments())::text[]))
    and not (a.subject like 'site/%' and split_part(a.subject, '/', 2) = any ((select seen.hidden_sites())::text[]))
    and not (a.subject like 'check-secret/%' and a.subject ~ any (select '(^|[/@])' || regexp_replace(h, '([.])', '\\\1', 'g') || '$'
      from unnest((select seen.hidden_environments())) h))
    -- What was said of checks that fail there; by the row itself too, as the group is deleted long before it.
    and not exists (select from public.cause_case r where r.id = case when a.subject ~ '^failing-group/\d{1,18}$' then substr(a.subject, 15)::bigint end
      and r.environment = any ((select seen.hidden_environments())::text[]))
    and coalesce(a.after ->> 'environment', '') <> all ((select seen.hidden_environments())::text[])
    and not (a.subject ~ '^(heartbeat|maintenance|silence)/' and (seen.is_elsewhere(a.before::jsonb) or seen.is_elsewhere(a.after::jsonb)));
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
      case when split_part(t, '.', 1) = 'handover' then 'public' else 'seen' end, split_part(t, '.', 1));
  end loop;
end
$$;
select seen.refresh();
