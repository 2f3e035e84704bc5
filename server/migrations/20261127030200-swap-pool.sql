-- A swap that is offered to several: whoever accepts chooses a time of theirs, as long as what is offered, within this time; null = no
-- such swap. What was chosen stands in `swap_*` once it is accepted.
alter table cover_request
  add column swap_within_start_at timestamptz,
  add column swap_within_end_at timestamptz,
  add check ((swap_within_start_at is null) = (swap_within_end_at is null)),
  add check (swap_within_end_at > swap_within_start_at);
