-- The key a runner is known by (X25519, SPKI, base64): the first lasting one that came with its token. Null: none came yet, or the token is new.
alter table runner add column key text;
alter table runner add column key_since timestamptz;
-- Another key that came with the same token and was refused; empty: the request had none. Null: nobody has asked so, or a person has decided.
alter table runner add column other_key text;
alter table runner add column other_key_since timestamptz;
alter table runner add column other_key_seen_at timestamptz;
