-- One row for each time this database was filled from a backup.
create table restored (
  restored_at timestamptz primary key,
  -- The moment that the backup shows.
  taken_at timestamptz not null,
  -- When the paging that was open then was held back; null until a server has started on it.
  held_at timestamptz
);
