-- How somebody wants to be rung, as they chose it themselves; it takes the place of what their Person in the catalog says.
create table notification_choice (
  -- A Person of the catalog; a choice of somebody who is gone means nothing.
  person text primary key,
  -- As `notificationRules` of a Person.
  notification_rules jsonb not null,
  -- As `quietHours` of a Person; null = none.
  quiet_hours jsonb,
  chosen_at timestamptz not null
);
