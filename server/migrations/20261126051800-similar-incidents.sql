-- What past incidents are found again by. One row for each incident that was resolved; written anew when it is resolved again.
create table similar_document (
  incident_id text primary key,
  title text not null,
  -- The names its products are known by, in lower case.
  products text[] not null,
  started_at timestamptz not null,
  resolved_at timestamptz not null,
  -- The sentence of its log that says what fixed it, and what caused it; empty where none does.
  fixed text not null,
  cause text not null,
  -- Title and products weigh A, the log B.
  document tsvector not null
);
create index similar_document_words on similar_document using gin (document);
create index similar_document_products on similar_document using gin (products);
create index similar_document_resolved on similar_document (resolved_at desc);
-- In how many documents each word stands: the rarest words of a question are asked for.
create table similar_lexeme (
  lexeme text primary key,
  documents integer not null
);
