-- What a correction calls the incident on the status page from then on, in its language; null: it keeps the name it has there.
alter table communication add column public_title text;
