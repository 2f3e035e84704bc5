-- Runs of each check in each environment by hour (UTC): what passed (flaky, too), what failed by the product's fault, and what counts in
-- no objective because test, harness or environment were at fault. Stays when runs are deleted.
create table insight_run_hour (
  check_name text not null,
  environment text not null,
  hour timestamptz not null,
  good integer not null,
  bad integer not null,
  not_counted integer not null,
  primary key (check_name, environment, hour)
);
