-- Fails the transaction of a job that another worker has taken over or that was set anew meanwhile, so that nothing is stored twice, in
-- words that say in the log of the database that this is as it should be. FM001 is nobody else's code.
create function job_is_not_held(job text) returns void language plpgsql as $$
begin
  raise exception 'job "%" has gone to another worker or was set anew: what this worker did for it is not stored', job
    using errcode = 'FM001', hint = 'Nothing is wrong here: Fieldmarshal stores what a job does once.';
end $$;
