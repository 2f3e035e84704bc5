-- What people answered after an incident to "would a check have seen it?"; a row only where somebody did.
create table check_hindsight (
  incident_id text primary key references incident (id) on delete cascade,
  -- A check is to be written, one was there and did not see it, or none could have.
  answer text not null check (answer in ('wanted', 'missed', 'impossible')),
  note text not null,
  answered_by text not null,
  answered_at timestamptz not null
);
