-- The look that is wanted waits for whatever is new, since only what many incidents share has changed; a fact about the incident hurries it.
alter table impact add column unhurried boolean not null default false;
