-- How far each receiver of the audit log has it; the log itself is the outbox.
create table audit_stream (
  -- The receiver's address without what is secret in it.
  name text primary key,
  -- All rows up to this one were taken.
  sent_seq bigint not null,
  sent_at timestamptz,
  -- Since when the receiver takes nothing; null: it takes what it gets.
  failing_since timestamptz,
  failure text not null default ''
);

-- The last row that was deleted after its time: the chain of the rows that are kept begins with its hash.
create table audit_anchor (
  single boolean primary key check (single),
  seq bigint not null,
  hash bytea not null,
  at timestamptz not null
);

-- Rows in which a person was replaced by a pseudonym. The chain goes on over what was recorded first; each step from one content to the next
-- is covered by the digest in the row of the erasure, so nothing else can be changed under its name.
create table audit_erasure (
  seq bigint not null,
  -- The audit row that records the erasure.
  erased_in bigint not null,
  -- SHA-256 of the row's content before and after it.
  before_hash bytea not null,
  after_hash bytea not null,
  primary key (seq, erased_in)
);

create or replace function audit_is_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('fieldmarshal.audit_change', true) = 'trim' then return old; end if;
  if tg_op = 'UPDATE' and current_setting('fieldmarshal.audit_change', true) = 'erase' then return new; end if;
  raise exception 'the audit log is append-only';
end $$;

-- Deletes at most `most` rows from the beginning of the log, all older than `cut` and none after `upto`, and keeps the newest row in any
-- case, since the next one follows from it. Gives the last row that went.
create function audit_trim(cut timestamptz, upto bigint, most integer) returns table (seq bigint, hash bytea, rows bigint)
language plpgsql as $$
declare
  last_gone public.audit%rowtype;
  first_kept bigint;
  gone bigint;
begin
  perform pg_advisory_xact_lock(4600003);
  select least(
    coalesce((select min(a.seq) from public.audit a where a.at >= cut), 9223372036854775807),
    (select max(a.seq) from public.audit a), upto + 1,
    (select min(a.seq) + most from public.audit a)) into first_kept;
  select * into last_gone from public.audit a where a.seq < first_kept order by a.seq desc limit 1;
  if not found then return; end if;
  perform set_config('fieldmarshal.audit_change', 'trim', true);
  delete from public.audit a where a.seq < first_kept;
  get diagnostics gone = row_count;
  perform set_config('fieldmarshal.audit_change', '', true);
  delete from public.audit_erasure e where e.seq < first_kept;
  insert into public.audit_anchor (single, seq, hash, at) values (true, last_gone.seq, last_gone.hash, last_gone.at)
    on conflict (single) do update set seq = excluded.seq, hash = excluded.hash, at = excluded.at;
  return query select last_gone.seq, last_gone.hash, gone;
end $$;
