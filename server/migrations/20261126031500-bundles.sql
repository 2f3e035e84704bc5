-- Messages that may leave together. 'lead': never waits, and makes those behind it wait. 'wait': waits a moment after another of its
-- destination, and leaves with the others that wait. Null: always alone, at once.
alter table delivery add column bundle text;
alter table delivery add constraint delivery_bundle_check check (bundle in ('lead', 'wait'));
-- The message it leaves with, and until when that one has time to say what became of both; null where it leaves by itself.
alter table delivery add column sent_with bigint;
alter table delivery add column sent_with_until timestamptz;
create index delivery_bundled on delivery (channel, destination, created_at) where bundle is not null;
create index delivery_sent_with on delivery (sent_with) where sent_with is not null;
