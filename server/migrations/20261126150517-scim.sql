-- A user as an identity provider keeps it here by SCIM; what it may is in its account.
create table scim_user (
  -- What the provider calls it from then on.
  id text primary key,
  person text not null unique references account on delete cascade,
  -- As the provider wrote it; told apart regardless of case.
  user_name text not null,
  -- The provider's own identifier; null where it tells none.
  external_id text,
  -- What else is kept of the resource: name, displayName, emails.
  attributes jsonb not null,
  -- The account was there before: name, address and roles stay as others decide them.
  adopted boolean not null,
  -- Counts the changes; the ETag.
  version bigint not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create unique index scim_user_name on scim_user (lower(user_name));
create index scim_user_external on scim_user (external_id);

create table scim_group (
  id text primary key,
  display_name text not null,
  external_id text,
  version bigint not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create unique index scim_group_name on scim_group (lower(display_name));

create table scim_member (
  group_id text not null references scim_group on delete cascade,
  user_id text not null references scim_user on delete cascade,
  primary key (group_id, user_id)
);
create index scim_member_user on scim_member (user_id);
