-- A number that no other version of the row has had: what a process has read of it is good for as long as this is what it was. Random
-- rather than counted, so that it is never given twice, whatever a database was restored from or failed over to.
alter table insight_incident add column revision bigint not null default (random() * 9007199254740991)::bigint;

create function insight_incident_revised() returns trigger language plpgsql as $$
begin
  new.revision := (random() * 9007199254740991)::bigint;
  return new;
end
$$;

create trigger insight_incident_revised before update on insight_incident for each row execute function insight_incident_revised();
