-- Runs by day (UTC), summed of insight_run_hour: an objective of 90 days reads days, and hours only where something begins within a day.
create table insight_run_day (
  check_name text not null,
  environment text not null,
  day date not null,
  good integer not null,
  bad integer not null,
  not_counted integer not null,
  primary key (check_name, environment, day)
);
insert into insight_run_day (check_name, environment, day, good, bad, not_counted)
select check_name, environment, (hour at time zone 'UTC')::date, sum(good), sum(bad), sum(not_counted) from insight_run_hour group by 1, 2, 3;

create index insight_run_hour_hour on insight_run_hour (hour);
