-- One to many, or to nobody who waits for it: leaves behind whatever is not.
alter table delivery add column bulk boolean not null default false;
