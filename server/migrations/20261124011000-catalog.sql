-- The objects of the catalog as they are now; earlier versions are in the audit log.
create table catalog_object (
  -- One of the kinds of contract/src/catalog/kinds.ts.
  kind text not null,
  -- Unique within its kind; other tables refer to objects by name and keep it when the object is gone.
  name text not null,
  -- Free key/value pairs for people and filters; nothing of ours depends on one.
  labels jsonb not null,
  -- The spec with its defaults filled in, valid at the time it was stored; parsed again when read.
  spec jsonb not null,
  -- `file` and `backstage`: from a file, read-only elsewhere. `ui`, `api`: edited in place.
  origin text not null check (origin in ('file', 'ui', 'api', 'backstage')),
  -- The file as `apply` was given it; null for objects not from a file.
  origin_path text,
  -- Counts the versions of this object from 1; an edit names the one it was made on.
  generation bigint not null check (generation > 0),
  updated_at timestamptz not null,
  primary key (kind, name)
);

-- One row that grows by one with every change of the catalog: how a process sees that its snapshot is old.
create table catalog_version (
  only_row boolean primary key check (only_row),
  version bigint not null
);
insert into catalog_version values (true, 0);
