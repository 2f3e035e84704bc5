-- The row of no word counts the documents themselves: a question need not count the archive.
insert into similar_lexeme (lexeme, documents) select '', count(*) from similar_document
  on conflict (lexeme) do update set documents = excluded.documents;
