-- A failed run that is not counted before another runner has looked: nothing had answered it, which may be the way there from its runner.
alter table check_slot add column doubted_run uuid;
alter table check_slot add column doubted_runner uuid;
-- It counts when nobody has looked by then.
alter table check_slot add column doubted_until timestamptz;
create index check_slot_doubted on check_slot (doubted_until) where doubted_run is not null;
-- When another runner got through where nothing had answered this one; null once it gets through itself.
alter table runner add column contradicted_at timestamptz;
-- When the last run began that got through, with whatever answer; to some seconds.
alter table runner add column reached_at timestamptz;
