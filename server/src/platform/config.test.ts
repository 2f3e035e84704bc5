import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';

describe('configuration', () => {
  test('has a default for everything', () => {
    expect(readConfig({})).toMatchObject({ port: 4600, host: '127.0.0.1', role: 'all' });
  });

  test('takes variables, then flags, which win; an empty variable counts as unset', () => {
    const config = readConfig(
      { FIELDMARSHAL_PORT: '1234', FIELDMARSHAL_HOST: '', DATABASE_URL: 'postgres://a/b' },
      { port: 99 },
    );
    expect(config).toMatchObject({ port: 99, host: '127.0.0.1', databaseUrl: 'postgres://a/b' });
  });

  test.each([
    [{ FIELDMARSHAL_PORT: '70000' }, 'FIELDMARSHAL_PORT'],
    [{ FIELDMARSHAL_ROLE: 'both' }, 'FIELDMARSHAL_ROLE'],
    [{ FIELDMARSHAL_PUBLIC_URL: 'ftp://x' }, 'FIELDMARSHAL_PUBLIC_URL'],
    [{ FIELDMARSHAL_BOOTSTRAP_TOKEN: 'short' }, 'FIELDMARSHAL_BOOTSTRAP_TOKEN'],
  ])('refuses %j and names it', (environment, name) => {
    expect(() => readConfig(environment)).toThrow(name);
  });
});
