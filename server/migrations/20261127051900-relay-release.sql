-- A release of Fieldmarshal that travels to sites inside of bundles down: at headquarters what somebody brought, at a site what came. Its
-- bytes are a relay_file. Nothing here installs it: that takes its own signature, at the site's machine.
create table relay_release (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  name text not null,
  bytes bigint not null,
  file uuid not null references relay_file (id),
  stored_at timestamptz not null,
  stored_by text not null
);
