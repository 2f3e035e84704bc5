-- Who was told of an accepted analysis, and reminded of it last: people of the catalog. Empty: no message could reach anybody.
alter table rca_flag add column told text[] not null default '{}';
