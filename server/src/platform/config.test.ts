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
    [{ FIELDMARSHAL_SMTP_URL: 'mail.example.org:25' }, 'FIELDMARSHAL_SMTP_URL: must begin with smtp://'],
    [{ FIELDMARSHAL_PROXY: 'https://proxy:3128' }, 'FIELDMARSHAL_PROXY: must begin with http://'],
    [{ DATABASE_URL: 'notaurl' }, 'FIELDMARSHAL_DATABASE_URL: must be postgres://'],
    [{ DATABASE_URL: 'mysql://a/b' }, 'FIELDMARSHAL_DATABASE_URL: must be postgres://'],
    [{ DATABASE_URL: 'postgres://u:pa#ss@host/b' }, 'FIELDMARSHAL_DATABASE_URL: must be postgres://'],
    [{ DATABASE_URL: 'postgres://u:100%@host/b' }, 'FIELDMARSHAL_DATABASE_URL: must be postgres://'],
    [{ FIELDMARSHAL_TRUSTED_PROXIES: 'banana' }, 'FIELDMARSHAL_TRUSTED_PROXIES: must be addresses'],
    [{ FIELDMARSHAL_TRUSTED_PROXIES: '10.0.0.0/40' }, 'FIELDMARSHAL_TRUSTED_PROXIES: must be addresses'],
    [{ FIELDMARSHAL_TRUSTED_PROXIES: '10.0.0.1,' }, 'FIELDMARSHAL_TRUSTED_PROXIES: must be addresses'],
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

  test.each([
    { DATABASE_URL: 'postgresql://u:p%40ss@db.example.org:5432/fm?sslmode=require' },
    { DATABASE_URL: 'postgres://u@/fm?host=/var/run/postgresql' },
    { DATABASE_URL: '/var/run/postgresql fm' },
    { FIELDMARSHAL_TRUSTED_PROXIES: 'loopback, 10.0.0.0/8, 192.168.0.0/255.255.0.0, fd00::/8, ::1' },
  ])('takes %j', (environment) => {
    expect(() => readConfig(environment)).not.toThrow();
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
