/**
 * Lets a test move PostgreSQL's own `now()`: test connections look into `mock_time` before `pg_catalog`.
 * Product code is unchanged; column defaults must not call `now()`, which would be bound to the real clock when the table is made.
 */
export const mockTimeSql = `
create schema mock_time;
create table mock_time.state (shift interval not null);
insert into mock_time.state values ('0');
create function mock_time.now() returns timestamptz language sql stable
  as $$ select pg_catalog.now() + (select shift from mock_time.state) $$;
`;

export const mockTimeOptions = '-c search_path=mock_time,public,pg_catalog';
