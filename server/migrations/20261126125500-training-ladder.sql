-- Who is on a ladder of training.
create table training_person (
  -- Name of a TrainingLadder of the catalog.
  ladder text not null,
  person text not null,
  mentor text,
  -- A lead said that they are qualified without the steps, then, and why.
  granted_at timestamptz,
  granted_because text,
  began_at timestamptz not null,
  primary key (ladder, person)
);

-- Somebody qualified signed for a step; once for each who signs.
create table training_sign_off (
  ladder text not null,
  person text not null,
  step text not null,
  signed_by text not null,
  note text not null,
  at timestamptz not null,
  primary key (ladder, person, step, signed_by)
);

-- Who may lead alone now, as worked out last: what schedules are held against.
create table training_qualified (
  ladder text not null,
  person text not null,
  primary key (ladder, person)
);
