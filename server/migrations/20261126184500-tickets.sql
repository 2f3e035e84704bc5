-- Keys that trackers are told with, sealed for their name and the address they were set for: an object that is given another address gets no key.
create table tracker_key (
  tracker text primary key,
  sealed text not null,
  changed_at timestamptz not null,
  changed_by text not null
);

-- What the tracker says of the ticket, in its own words, and as of when by its clock.
alter table incident_action add column ticket_state text, add column ticket_state_at timestamptz;

-- What a tracker was told last.
create index delivery_tracker on delivery (destination, id) where channel = 'tracker';
