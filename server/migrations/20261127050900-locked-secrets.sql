-- The value of a secret of a check is locked with a key of its own; only that key is sealed by the server, which hands it on sealed to the
-- runner and never opens the value. `sealed` is the value itself of a secret from before, until a run first needs it, and empty then:
-- a process of before finds no value there.
alter table check_secret
  add column sealed_key text,
  add column locked text,
  add check ((sealed_key is null) = (locked is null)),
  add check ((sealed = '') = (locked is not null));
