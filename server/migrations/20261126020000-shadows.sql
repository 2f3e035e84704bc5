-- A page to a trainee beside the person it names: its answer stops nothing. Null = an ordinary page.
alter table page add column shadow_of text;
-- Reverse: who follows gets the lead once the person shadowed has acknowledged.
alter table page add column shadow_leads boolean not null default false;
