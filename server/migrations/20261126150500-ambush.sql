-- What a person said of unannounced test pages; without a row: no.
create table ambush_consent (
  person text primary key,
  consent text not null check (consent in ('no', 'outside-quiet-hours', 'any-time')),
  decided_at timestamptz not null
);

-- When somebody's next test page of a plan (an Ambush of the catalog) was drawn to be. Nobody is shown it.
create table ambush_turn (
  plan text not null,
  person text not null,
  due_at timestamptz not null,
  primary key (plan, person)
);

-- One unannounced test page.
create table ambush (
  id text primary key,
  plan text not null,
  -- In which they were on then.
  schedule text not null,
  person text not null,
  asked_at timestamptz not null,
  -- Who has not answered by then has missed it.
  answer_by timestamptz not null,
  state text not null check (state in ('waiting', 'answered', 'missed', 'called-off')),
  -- From the first message to the answer.
  answer_ms bigint check (answer_ms >= 0),
  why text,
  -- Ways that are not rung yet: [{ channel, destination, afterMs }], in their order.
  ways_left jsonb not null,
  -- Ids of contact tests that were sent for it.
  tests text[] not null
);
create unique index ambush_waiting on ambush (person) where state = 'waiting';
create index ambush_person on ambush (person, asked_at desc);
create index ambush_asked on ambush (asked_at);

-- Whether a link of a product answers, by address, as of the last try.
create table link_probe (
  url text primary key,
  tried_at timestamptz not null,
  -- Null: it could not be tried, such as a private address that this server may not reach.
  alive boolean,
  trouble text
);
