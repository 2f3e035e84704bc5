-- Replacing an erased person by a pseudonym is the one change that logs allow; whoever makes it says so for the transaction.
create or replace function incident_event_is_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and current_setting('fieldmarshal.audit_change', true) = 'erase' then return null; end if;
  raise exception 'the log of incidents is only ever added to';
end $$;

create or replace function communication_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and current_setting('fieldmarshal.audit_change', true) = 'erase' then return new; end if;
  if tg_op = 'DELETE' then
    if old.state = 'sent' then raise exception 'a sent communication is never deleted'; end if;
    return old;
  end if;
  if tg_op = 'UPDATE' and old.state = 'sent' then raise exception 'a sent communication never changes'; end if;
  if new.state = 'sent' and not exists (
    select from communication_approval a
    where a.communication_id = new.id and a.content_hash = new.content_hash and a.withdrawn_at is null)
  then raise exception 'nobody approved this communication'; end if;
  return new;
end $$;
