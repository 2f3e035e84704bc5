-- Of a team: the people whom its group of the identity provider makes members, beside those of its spec; kept by who provisions, whatever
-- file the team comes from. Empty for everything else.
alter table catalog_object add column group_members text[] not null default '{}';
