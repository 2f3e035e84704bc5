-- Spans of runs of checks, and spans that failed. What came and may belong to a run that has not been reported yet waits here a few
-- minutes with `kept` false, and goes where no run names its trace.
create table trace_span (
  trace_id text not null,
  span_id text not null,
  parent_id text,
  service text not null,
  -- Catalog names; null where the catalog knows none of that name.
  product text,
  environment text,
  -- Of a calling span: whom it says it calls.
  peer text,
  operation text not null,
  kind smallint not null,
  -- Microseconds since 1970 by the clock of its sender.
  start_us bigint not null,
  duration_us bigint not null,
  failed boolean not null,
  kept boolean not null,
  received_at timestamptz not null,
  primary key (trace_id, span_id)
);
create index trace_span_waiting on trace_span (received_at) where not kept;
create index trace_span_received on trace_span using brin (received_at);
create index trace_span_failed on trace_span (environment, received_at) where failed;

-- Which product calls which, as spans show it, also those that were not kept. `environment` empty: not known.
create table call_seen (
  caller text not null,
  callee text not null,
  environment text not null,
  calls bigint not null,
  failed bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (caller, callee, environment)
);

-- What came of the spans that each integration sent, by hour.
create table span_count (
  integration text not null,
  hour timestamptz not null,
  received bigint not null,
  -- Kept at once; those that waited and were claimed by a run are counted in `claimed` under the integration ''.
  kept bigint not null,
  waiting bigint not null,
  claimed bigint not null,
  dropped bigint not null,
  refused bigint not null,
  primary key (integration, hour)
);
