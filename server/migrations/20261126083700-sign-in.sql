-- Whom an identity provider knows as which person here. Issuer and subject are the identity: an e-mail address may be given to somebody else.
create table sign_in_identity (
  issuer text not null,
  subject text not null,
  -- Names it in lists.
  id text not null unique,
  person text not null references account on delete cascade,
  -- The name of the provider in the operator's file when it was last used.
  provider text not null,
  -- As the provider told at the last sign-in.
  groups text[] not null,
  created_at timestamptz not null,
  last_sign_in_at timestamptz not null,
  primary key (issuer, subject)
);
create index sign_in_identity_person on sign_in_identity (person);

-- One sign-in on its way: to a provider and back, or between password and second factor. Used once.
create table sign_in_step (
  -- SHA-256 of what the browser's cookie holds; state, nonce and code verifier are derived from that and stored nowhere.
  secret_hash bytea primary key,
  kind text not null,
  data jsonb not null,
  expires_at timestamptz not null
);
create index sign_in_step_expires on sign_in_step (expires_at);

-- How the session began: `password`, `link`, `provider`, `passkey`.
alter table session add column method text not null default 'password';
-- The provider that vouched for the person; null where none did.
alter table session add column provider text;
-- The provider's token about the person, sealed, for signing out there too.
alter table session add column id_token text;
-- When the person last showed who they are in this session. Null: when it began.
alter table session add column authenticated_at timestamptz;

-- The secret that an authenticator app shares with us.
create table totp (
  person text primary key references account on delete cascade,
  -- Sealed with the installation's key.
  secret text not null,
  created_at timestamptz not null,
  -- When a first code was right; until then it is not asked for.
  confirmed_at timestamptz,
  -- The 30-second step of the newest code that was taken: none is taken twice.
  last_step bigint not null default 0
);

-- For when the authenticator is lost; each works once.
create table recovery_code (
  code_hash bytea primary key,
  person text not null references account on delete cascade,
  created_at timestamptz not null,
  used_at timestamptz
);
create index recovery_code_person on recovery_code (person);

-- WebAuthn credentials.
create table passkey (
  -- The credential's id, base64url.
  id text primary key,
  person text not null references account on delete cascade,
  -- What its person calls it.
  name text not null,
  -- COSE.
  public_key bytea not null,
  -- How often it signed, as it says itself; 0 where it does not count.
  counter bigint not null,
  transports text[] not null,
  -- Whether it is synchronised to other devices.
  backed_up boolean not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_person on passkey (person);
