-- `passed-over`: a bundle of headquarters that waited while a newer one was applied. Its catalog never was in force here and never will be.
alter table relay_bundle drop constraint relay_bundle_state_check;
alter table relay_bundle add constraint relay_bundle_state_check
  check (state in ('prepared', 'written', 'received', 'applied', 'passed-over'));
update relay_bundle b set state = 'passed-over' where b.direction = 'down' and b.state = 'received' and exists (
  select from relay_bundle n where n.site = b.site and n.direction = b.direction and n.stream = b.stream and n.state = 'applied'
    and coalesce((n.counts->>'file')::int, 0) > 0 and n.sequence > b.sequence);
