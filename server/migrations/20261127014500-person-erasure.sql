-- The erasure of a person, from when it was asked for until long after: it goes on after a crash, and says how far it is. Who it is about
-- stands here only until it is done.
create table person_erasure (
  -- What stands in their place, the same however often it had to be begun again.
  pseudonym text primary key,
  -- In place of what people called them.
  label text not null,
  -- The account, what people called them, and by what they were reached; null once it is done.
  person text unique,
  display_name text,
  addresses text[],
  asked_at timestamptz not null,
  -- Tables that were gone through, of how many; of the latest attempt.
  tables_done integer not null default 0,
  tables integer not null default 0,
  -- Why the latest attempt failed; empty: it did not.
  failure text not null default '',
  -- Rows in which they were replaced, and rows of the audit log among the record; null until it is done.
  rows integer,
  audit_rows integer,
  done_at timestamptz
);
