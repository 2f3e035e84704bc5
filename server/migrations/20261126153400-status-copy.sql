-- Copies of the status page on hosts elsewhere, by the address they are put at.
create table status_copy (
  -- Where it is put, without a secret.
  target text primary key,
  -- Who puts files there now must be done or say so again before this instant.
  taken_until timestamptz,
  -- When everything there was last as the page was.
  whole_at timestamptz,
  -- Since when no attempt has got everything there; null: the last one has.
  failing_since timestamptz,
  -- In words; '' where nothing is wrong.
  problem text not null
);

-- What is known to be there.
create table status_copy_file (
  target text not null references status_copy on delete cascade,
  path text not null,
  -- Of the bytes that were put and taken.
  sha256 text not null,
  put_at timestamptz not null,
  primary key (target, path)
);
