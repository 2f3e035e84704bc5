import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { billOfMaterials } from '../cli/src/release/sbom.ts';

const root = new URL('..', import.meta.url).pathname;
const deploy = join(root, 'deploy');
const read = (path: string): string => readFileSync(join(deploy, path), 'utf8');
const has = (program: string): boolean => spawnSync('which', [program]).status === 0;
type Yaml = Record<string, unknown>;

/** What `/metrics` can hold: names in the server's source, and what prom-client adds to them. */
function knownMetrics(): Set<string> {
  const source = execFileSync(
    'git',
    ['grep', '--untracked', '-hoE', "'fieldmarshal_[a-z0-9_]+'", '--', 'server/src'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  const names = source.split('\n').map((name) => name.replaceAll("'", ''));
  return new Set(names.flatMap((name) => [name, `${name}_count`, `${name}_bucket`, `${name}_sum`]));
}

const metricsIn = (text: string): string[] => [...new Set(text.match(/fieldmarshal_[a-z0-9_]+/g))];

describe('monitoring', () => {
  test('rules and dashboard ask only for metrics that exist', () => {
    const known = knownMetrics();
    const asked = ['prometheus/fieldmarshal.rules.yaml', 'grafana/fieldmarshal.json'].flatMap((path) =>
      metricsIn(read(path)),
    );
    expect(asked.length).toBeGreaterThan(15);
    expect(asked.filter((name) => !known.has(name))).toEqual([]);
  });

  test('the dashboard is one that Grafana takes: a title, panels with queries, each on its own place', () => {
    const { uid, title, panels } = JSON.parse(read('grafana/fieldmarshal.json')) as {
      uid: string;
      title: string;
      panels: { id: number; type: string; gridPos: object; targets?: { expr: string }[] }[];
    };
    expect([uid, title]).toEqual(['fieldmarshal', 'Fieldmarshal']);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(panels.map(({ gridPos }) => JSON.stringify(gridPos))).size).toBe(panels.length);
    const queried = panels.filter(({ type }) => type !== 'row');
    expect(
      queried.every(({ targets = [] }) => targets.length > 0 && targets.every(({ expr }) => expr !== '')),
    ).toBe(true);
  });

  // `apt-get install prometheus` brings promtool.
  test.skipIf(!has('promtool'))(
    'promtool takes the rules, and they fire when they should (skipped without promtool)',
    () => {
      const rules = join(deploy, 'prometheus');
      for (const words of [
        ['check', 'rules', 'fieldmarshal.rules.yaml'],
        ['test', 'rules', 'fieldmarshal.rules.test.yaml'],
      ]) {
        const { status, stdout, stderr } = spawnSync('promtool', words, { cwd: rules, encoding: 'utf8' });
        expect(status, stdout + stderr).toBe(0);
      }
    },
  );

  test('every rule says how urgent it is, what happens and what to do', () => {
    const { groups } = parse(read('prometheus/fieldmarshal.rules.yaml')) as {
      groups: { rules: { alert: string; labels: Yaml; annotations: Yaml }[] }[];
    };
    const rules = groups.flatMap((group) => group.rules);
    expect(
      rules.filter(
        ({ labels, annotations }) =>
          !labels['severity'] || !annotations['summary'] || !annotations['description'],
      ),
    ).toEqual([]);
  });
});

describe('images', () => {
  const stages = read('Dockerfile')
    .split(/^FROM /m)
    .slice(1);

  test('each image that runs ends as a user without rights, and nothing is fetched from a named host', () => {
    const last = (name: string): string => stages.find((stage) => stage.startsWith(`base AS ${name}`)) ?? '';
    for (const name of ['server', 'runner']) expect(last(name)).toMatch(/^USER 10001:10001$/m);
    expect(stages.at(-1)).toContain('base AS server');
    expect(last('server')).toMatch(/HEALTHCHECK[\s\S]*\/livez/);
    expect(read('Dockerfile')).not.toMatch(/https?:\/\/(?!127\.0\.0\.1)|\bADD\b|curl|wget|latest/);
  });

  test('the manifests of all workspaces are there before packages are fetched', () => {
    const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      workspaces: string[];
    };
    const copied = [...read('Dockerfile').matchAll(/^COPY (\S+)\/package\.json/gm)].map(([, name]) => name);
    expect(new Set(copied)).toEqual(new Set(workspaces));
  });

  test('what is left out of the image is not what it needs', () => {
    const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');
    for (const needed of ['server', 'web', 'cli', 'contract', 'runner', 'docs'])
      expect(ignored).not.toContain(needed);
  });

  test('compose: ours waits for a healthy database nobody outside reaches, drops rights, and has no default secret', () => {
    const { services, networks } = parse(read('compose.yaml')) as {
      services: Record<string, Yaml>;
      networks: Record<string, Yaml>;
    };
    expect(Object.keys(services)).toEqual(['database', 'server', 'runner']);
    expect(services['server']).toMatchObject({
      depends_on: { database: { condition: 'service_healthy' } },
      cap_drop: ['ALL'],
      read_only: true,
      ports: ['127.0.0.1:4600:4600'],
      volumes: ['data:/data', '${CONFIG_DIR:-./config}:/etc/fieldmarshal:ro'],
    });
    expect(services['database']).toMatchObject({
      networks: ['inside'],
      command: ['postgres', '-c', 'max_connections=150'],
    });
    expect(services['database']).not.toHaveProperty('ports');
    expect(networks['inside']).toEqual({ internal: true });
    expect(read('compose.yaml').match(/\$\{(POSTGRES_PASSWORD|FIELDMARSHAL_SECRET_KEY):-/)).toBeNull();
  });
});

describe('settings', () => {
  const known = new Set(
    readFileSync(join(root, 'docs/configuration.md'), 'utf8').match(/(?<=`)FIELDMARSHAL_[A-Z0-9_]+/g),
  );
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'deploy'], {
    cwd: root,
    encoding: 'utf8',
  });
  /** Of the command, and of a runner: they are no settings of the server. */
  const ofOthers = /^FIELDMARSHAL_(URL|TOKEN|IMPORT_KEY|(WATCH|RUNNER)_[A-Z_]+)$/;

  test('deploy files name only settings that there are', () => {
    const named = files
      .trim()
      .split('\n')
      .flatMap((path) => {
        const text = readFileSync(join(root, path), 'utf8');
        return (text.match(/FIELDMARSHAL_[A-Z0-9_]*[A-Z0-9]/g) ?? []).map((name) => ({ path, name }));
      });
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter(({ name }) => !known.has(name) && !ofOthers.test(name))).toEqual([]);
  });

  test('where the address of the application is set, that of artefacts can be', () => {
    for (const path of ['compose.yaml', 'helm/fieldmarshal/templates/_helpers.tpl'])
      expect(read(path)).toContain('FIELDMARSHAL_ARTEFACT_URL');
  });
});

test.each([['--key release.pem'], ['--key=release.pem']])('install.sh knows the key by %s', (words) => {
  const { stderr } = spawnSync('sh', [join(deploy, 'install.sh'), '/dev/null', ...words.split(' ')], {
    encoding: 'utf8',
  });
  expect(stderr).toContain('/dev/null is not a release of Fieldmarshal');
});

describe('systemd', () => {
  const units = readdirSync(join(deploy, 'systemd'));
  /** Where a release without a network puts the program, with its own Node (docs/install-offline.md). */
  const installed = '/opt/fieldmarshal/bin/fieldmarshal';

  test('every unit starts the program where a release puts it, and names pages that there are', () => {
    for (const unit of units) {
      const text = read(`systemd/${unit}`);
      expect(text.match(/^ExecStart=(\S+)/m)?.[1], unit).toBe(installed);
      const pages = text.match(/^Documentation=(.+)$/m)?.[1]?.split(' ') ?? [];
      expect(pages, unit).toHaveLength(2);
      for (const page of pages) {
        const path = page.replace(/^file:\/\/\/opt\/fieldmarshal\/(current\/)?/, '');
        expect(existsSync(join(root, path)), page).toBe(true);
      }
    }
  });

  test('every unit comes back for ever and may write only its own state', () => {
    expect(units).toHaveLength(3);
    for (const unit of units) {
      const text = read(`systemd/${unit}`);
      for (const line of [
        'Restart=always',
        'StartLimitIntervalSec=0',
        'ProtectSystem=strict',
        'NoNewPrivileges=yes',
      ])
        expect(text.split('\n'), unit).toContain(line);
      expect(text).toMatch(/^StateDirectory=/m);
    }
  });

  test.skipIf(!has('systemd-analyze'))('systemd takes the units (skipped without systemd-analyze)', () => {
    const place = mkdtempSync(join(tmpdir(), 'fm-units-'));
    const paths = units.map((unit) => {
      const path = join(place, unit);
      // The program need not be on this machine.
      writeFileSync(path, read(`systemd/${unit}`).replaceAll(installed, '/bin/true'));
      return path;
    });
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', ...paths], { encoding: 'utf8' });
    // A sandbox without a running systemd warns of itself; of our units there must be no word.
    const ours = stderr.split('\n').filter((line) => /fieldmarshal/.test(line));
    rmSync(place, { recursive: true });
    expect({ status, ours }).toEqual({ status: 0, ours: [] });
  });
});

test('the list of what a release is made of names every package of it with its version and hash, and no tool', () => {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Parameters<
    typeof billOfMaterials
  >[0];
  const { bomFormat, components } = billOfMaterials(lock);
  expect(bomFormat).toBe('CycloneDX');
  const names = new Set(components.map(({ name }) => name));
  const workspaces = ['cli', 'contract', 'runner', 'server', 'web'];
  const needed = workspaces.flatMap((workspace) => {
    const manifest = JSON.parse(readFileSync(join(root, workspace, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>;
      optionalDependencies?: Record<string, string>;
    };
    return Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
  });
  expect(needed.filter((name) => !name.startsWith('@fieldmarshal/') && !names.has(name))).toEqual([]);
  expect(components.filter(({ version, hashes }) => version === '' || hashes === undefined)).toEqual([]);
  expect(['vitest', 'oxlint', 'typescript'].filter((name) => names.has(name))).toEqual([]);
});
