-- The newest row of the audit log once more: a log whose last rows are cut off ends before it.
create table audit_head (
  single boolean primary key default true check (single),
  seq bigint not null,
  hash bytea not null
);
insert into audit_head (seq, hash) select seq, hash from audit order by seq desc limit 1;

create or replace function audit_append(entries jsonb) returns void language plpgsql as $$
declare
  last_seq bigint;
  last_hash bytea;
  entry jsonb;
begin
  perform pg_advisory_xact_lock(4600003);
  select seq, hash into last_seq, last_hash from audit order by seq desc limit 1;
  last_seq := coalesce(last_seq, 0);
  last_hash := coalesce(last_hash, decode(repeat('00', 32), 'hex'));
  for entry in select value from jsonb_array_elements(entries) loop
    last_seq := last_seq + 1;
    last_hash := sha256(last_hash || decode(entry ->> 'content_hash', 'hex'));
    insert into audit (seq, at, actor, actor_name, action, subject, before, after, request_id, hash)
    values (last_seq, (entry ->> 'at')::timestamptz, entry ->> 'actor', entry ->> 'actor_name', entry ->> 'action',
      entry ->> 'subject', nullif(entry -> 'before', 'null'), nullif(entry -> 'after', 'null'), entry ->> 'request_id', last_hash);
  end loop;
  -- Never back: rows that were cut off stay missing when others follow under their numbers.
  insert into audit_head as h (seq, hash) values (last_seq, last_hash)
    on conflict (single) do update set seq = excluded.seq, hash = excluded.hash where excluded.seq > h.seq;
end $$;
