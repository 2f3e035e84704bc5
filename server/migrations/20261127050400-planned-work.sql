-- A maintenance window that follows times of the catalog: whose, such as `MaintenanceWindow/nightly`, and when it begins by those times.
-- The second stays as it was when somebody ends the window early, so that it is not planned once more.
alter table silence
  add column source text,
  add column planned_for timestamptz,
  add check ((source is null) = (planned_for is null)),
  add check (source is null or kind = 'maintenance'),
  add unique (source, planned_for);
