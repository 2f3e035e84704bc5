-- What the rules would have said in the place of a message when it was approved, [in full, for chats]: where they would say something else
-- when it leaves, its readers would feel what changed. Null: not approved yet, or about no incident.
alter table communication add column would_say jsonb;
