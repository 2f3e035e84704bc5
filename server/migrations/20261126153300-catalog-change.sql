-- What each version of the catalog changed, so that a process that knows an earlier one reads these objects only.
create table catalog_change (
  -- The version of the catalog that the change made.
  version bigint primary key,
  -- `Kind/name` of what was made, changed or removed; null: too much to say, read everything.
  names text[]
);
