-- What the last look found beyond the rows that are kept, counted by kind; null: nothing.
alter table impact add column beyond jsonb;
