-- Whose turn it was in a round-robin group, over all incidents.
create table page_turn (
  -- 'team:NAME', 'schedule:NAME' or 'hub:NAME'.
  group_name text not null,
  person text not null,
  -- Grows within the group; the least of those who can be reached is next, and nobody's row comes before everybody's.
  turn bigint not null,
  primary key (group_name, person)
);

-- Acknowledged escalations have a due instant, too: when their incident counts as stalled.
create index escalation_next on escalation (next_due_at) where next_due_at is not null;
