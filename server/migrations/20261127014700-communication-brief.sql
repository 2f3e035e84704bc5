-- The same message for chats, of few words; null: chats get the whole text. Approved together with it: the content hash is of both.
alter table communication add column brief text;
