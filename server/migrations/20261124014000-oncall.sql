-- One walk through an escalation policy, for an incident or for one team or person of it.
create table escalation (
  id text primary key,
  incident_id text not null,
  -- '' = the incident as a whole, 'team:NAME' or 'person:NAME' = asked for in particular.
  scope text not null,
  team text,
  -- Shown on pages; as given when it started.
  title text not null,
  -- Null = not assessed.
  severity text,
  reason text not null,
  known jsonb not null,
  -- The state machine's state, the policy as it was at the start included (core/escalate.ts).
  state jsonb not null,
  -- A cache of the state. paging: somebody is being looked for. acknowledged, stopped, exhausted: nothing more is sent.
  status text not null check (status in ('paging', 'acknowledged', 'stopped', 'exhausted')),
  -- When the next step is due; null when none will come.
  next_due_at timestamptz,
  started_at timestamptz not null,
  ended_at timestamptz
);
-- One at a time for each scope; stopped and exhausted ones may be followed by another.
create unique index escalation_active on escalation (incident_id, scope) where status in ('paging', 'acknowledged');
create index escalation_due on escalation (next_due_at) where status = 'paging';
create index escalation_incident on escalation (incident_id);

-- What one person is asked about one incident, however many steps and alerts ask.
create table page (
  id text primary key,
  incident_id text not null,
  person text not null,
  -- SHA-256 of the answer link's token.
  token_hash text not null unique,
  title text not null,
  severity text,
  reason text not null,
  known jsonb not null,
  team text,
  -- open: an answer is wanted. closed: no longer wanted, unanswered.
  state text not null check (state in ('open', 'acknowledged', 'declined', 'closed')),
  opened_at timestamptz not null,
  ended_at timestamptz,
  -- Who answered, for people's eyes, and the person's name where it is one.
  answered_by text,
  answered_by_person text,
  -- Why it ended, as a sentence.
  ended_why text
);
create unique index page_open on page (incident_id, person) where state = 'open';
create index page_person on page (person, opened_at);
create index page_incident on page (incident_id);
create index page_opened on page (opened_at);

-- Each attempt to reach a person by one contact method in one step.
create table page_ring (
  page_id text not null references page (id) on delete cascade,
  escalation_id text not null references escalation (id) on delete cascade,
  -- Which round and step, e.g. r0s1; rf = the fallback.
  ring text not null,
  -- Which of the person's contact methods, from 0.
  method integer not null,
  channel text not null,
  destination text not null,
  -- The message that carries it; two escalations that page a person at the same time share one.
  delivery_key text not null,
  why text not null,
  due_at timestamptz not null,
  made_at timestamptz not null,
  -- Null while nothing is known.
  outcome text check (outcome in ('sent', 'failed', 'retrying', 'unknown')),
  outcome_at timestamptz,
  detail text,
  -- The last attempt of the message whose outcome was told; news that comes out of order is told in order.
  told_attempt integer not null default 0,
  primary key (page_id, escalation_id, ring, method)
);
create index page_ring_delivery on page_ring (delivery_key);
create index page_ring_escalation on page_ring (escalation_id);
