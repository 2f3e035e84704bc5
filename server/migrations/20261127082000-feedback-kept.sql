-- Keys of answers that were taken: an answer that waited on a device and comes twice is counted once. A key is random and leads to no
-- answer and to nobody. Kept 400 days.
create table feedback_key (
  key text primary key,
  at timestamptz not null
);
create index feedback_key_at on feedback_key (at);

-- How old what the screen showed was when the answer was given, where the connection was lost; 0: it was current. Null: not told.
alter table feedback_answer add column data_age_seconds integer check (data_age_seconds >= 0);
