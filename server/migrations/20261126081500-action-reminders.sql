-- When the owner of an action was reminded last, and of which day: another day begins anew.
create table action_reminder (
  incident_id text not null,
  number integer not null,
  due_on date not null,
  told_at timestamptz not null,
  primary key (incident_id, number),
  foreign key (incident_id) references incident (id)
);
