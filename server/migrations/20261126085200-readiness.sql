-- What was measured of products for readiness: one value for each product and measure, the newest.
create table measure_value (
  product text not null,
  measure text not null,
  -- A number, true or false, or a text.
  value jsonb not null,
  -- When it was measured; of a built-in measure when it became what it is.
  at timestamptz not null,
  -- Who says so; `built-in` for the platform's own.
  source text not null check (length(source) <= 200),
  primary key (product, measure)
);

-- When each group of built-in measures, and each measure that is fetched, was looked at.
create table measure_look (
  name text primary key,
  -- The last time it worked; null before.
  at timestamptz,
  tried_at timestamptz not null,
  -- Why the last try failed; null where it worked.
  trouble text
);

-- One row, locked by whoever evaluates: revisions are committed in their order.
create table readiness_state (
  only_row boolean primary key default true check (only_row),
  revision bigint not null,
  -- When everything was evaluated last; null before.
  evaluated_at timestamptz
);
insert into readiness_state (revision) values (0);

-- How each product meets each standard that applies to it: {standard: [outcome, since, stale from]}, instants in ms since 1970 or null.
create table readiness_product (
  product text primary key,
  results jsonb not null,
  -- Of the evaluation that changed it last.
  revision bigint not null
);
create index readiness_product_revision on readiness_product (revision);

-- What changed, and why.
create table readiness_change (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  product text not null,
  standard text not null,
  before text not null check (before in ('met', 'missed', 'unknown')),
  after text not null check (after in ('met', 'missed', 'unknown')),
  why text not null
);
create index readiness_change_at on readiness_change (at);
create index readiness_change_product on readiness_change (product, at);
create index readiness_change_standard on readiness_change (standard, at);

-- One row for each day (UTC) and product, team, standard, initiative, and for the organisation (with the name '').
create table readiness_day (
  scope text not null check (scope in ('organisation', 'team', 'product', 'standard', 'initiative')),
  name text not null,
  day date not null,
  -- 0 to 4; of several products the median; null where nothing applies.
  score real,
  applies int not null,
  met int not null,
  unknown int not null,
  -- Of products: musts that are not met; of several: products with any.
  must_gaps int not null,
  primary key (scope, name, day)
);
create index readiness_day_day on readiness_day (day);

-- Who may go without what, until when.
create table readiness_exemption (
  id bigint generated always as identity primary key,
  product text not null,
  standard text not null,
  reason text not null,
  approved_by text not null,
  approved_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > approved_at),
  ended_at timestamptz,
  ended_by text
);
-- At most one that was not ended for each pair.
create unique index readiness_exemption_open on readiness_exemption (product, standard) where ended_at is null;

-- Which team was sent its digest for which week, which begins on this Monday.
create table readiness_digest (
  team text not null,
  week date not null,
  primary key (team, week)
);
