-- What is due is looked up by task: a backlog of one kind of job must not be read through for each claim of another.
create index timer_free on timer (task, due_at) where lease_until is null;
create index timer_held on timer (lease_until) where lease_until is not null;
drop index timer_due;
