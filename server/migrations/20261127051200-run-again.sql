-- A run that was made at once because the one named here turned its test failing: it was watched more closely. Of a slot: for the next run.
alter table check_slot add column again_of uuid;
alter table check_run add column again_of uuid;
create index check_run_again_of on check_run (again_of) where again_of is not null;
