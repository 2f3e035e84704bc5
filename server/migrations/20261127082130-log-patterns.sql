-- What products write in their logs, by what of a line is the same each time; the lines themselves are not kept.
create table log_pattern (
  id bigint generated always as identity primary key,
  product text not null,
  -- Where in the product it is written, as its sender names it (a route, a function); empty = not said.
  place text not null,
  level text not null check (level in ('debug', 'info', 'warn', 'error')),
  -- At most 200 characters; `any other message` stands for all beyond 500 patterns of a product.
  template text not null,
  -- To the hour.
  last_at timestamptz not null,
  unique (product, place, level, template)
);

-- How often each was written, by environment and minute; kept for a day.
create table log_count (
  environment text not null,
  minute timestamptz not null,
  pattern bigint not null references log_pattern on delete cascade,
  lines integer not null,
  primary key (environment, minute, pattern)
);
create index log_count_minute on log_count using brin (minute);
create index log_count_pattern on log_count (pattern);

-- What came of the log lines that each integration sent, by hour.
create table line_count (
  integration text not null,
  hour timestamptz not null,
  received bigint not null default 0,
  counted bigint not null default 0,
  -- Of no product or no environment that the catalog knows.
  unplaced bigint not null default 0,
  refused bigint not null default 0,
  primary key (integration, hour)
);

select seen.refresh();
