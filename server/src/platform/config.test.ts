import { describe, expect, test } from 'vitest';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, unknownVariables } from './config.ts';

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
    [
      {
        FIELDMARSHAL_PUBLIC_URL: 'https://fm.example.org',
        FIELDMARSHAL_ARTEFACT_URL: 'https://fm.example.org:8443',
      },
      'FIELDMARSHAL_ARTEFACT_URL: must be another host',
    ],
  ])('refuses %j and names it', (environment, name) => {
    expect(() => readConfig(environment)).toThrow(name);
  });

  test('takes a value from the file that a variable with _FILE names, but not from two places', () => {
    const place = mkdtempSync(join(tmpdir(), 'fm-config-'));
    const file = join(place, 'key');
    writeFileSync(file, 'a-key-of-the-test-in-a-file\n');
    const variables = { FIELDMARSHAL_SECRET_KEY_FILE: file };
    expect(readConfig(variables).secretKey).toBe('a-key-of-the-test-in-a-file');
    expect(() => readConfig({ ...variables, FIELDMARSHAL_SECRET_KEY: 'x'.repeat(20) })).toThrow('set twice');
    rmSync(place, { recursive: true });
    expect(() => readConfig(variables)).toThrow('FIELDMARSHAL_SECRET_KEY_FILE: cannot be read');
  });

  test('reads the variables as they are documented, and names those that mean nothing', () => {
    expect(readConfig({ FIELDMARSHAL_ARTEFACTS_MIB_MAX: '7' }).artefactsMiBMax).toBe(7);
    const names = [
      'FIELDMARSHAL_SMPT_URL',
      'FIELDMARSHAL_PORT',
      'FIELDMARSHAL_PORT_FILE',
      'FIELDMARSHAL_URL',
    ];
    expect(unknownVariables(Object.fromEntries(names.map((name) => [name, 'x'])))).toEqual([
      'FIELDMARSHAL_SMPT_URL',
    ]);
  });
});
