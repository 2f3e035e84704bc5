import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { DeployInput } from '@fieldmarshal/contract/checks';
import type { ListedTest } from '../inside/messages.ts';
import type { CheckSettings, DeployFile } from './deploy-file.ts';

type Check = DeployInput['checks'][number];
/** As the contract takes it: what is left out gets its defaults there. */
export interface NewCheck {
  readonly name: string;
  readonly spec: Partial<Check['spec']> & Pick<Check['spec'], 'probe'>;
}

const nameMax = 63;
const timeoutSecondsMax = 3_600;

/**
 * The checks of a project. Their names come from the titles and stay as long as those do; tags `@product:x`, `@workflow:x` and `@owner:x`
 * count, after the file's defaults and before its rules. Tests that say that they are not to be run are left out.
 */
export function checksOf(file: DeployFile, tests: readonly ListedTest[]): NewCheck[] {
  const titles = tests.map((test) => plainOf(file.project, test));
  const names = new Set<string>();
  return tests
    .filter((test) => !test.isSkipped && !isLeftOut(file, test))
    .map((test) => {
      const { places, ...settings } = settingsFor(file, test);
      return {
        name: nameOf(file.project, {
          test,
          isManifold: titles.filter((one) => one === plainOf(file.project, test)).length > 1,
          names,
        }),
        spec: {
          displayName: wordsOf(test).join(' › ').slice(0, 200),
          probe: {
            type: 'e2e',
            project: file.project,
            file: test.file,
            title: test.title,
            ...(test.playwrightProject === '' ? {} : { playwrightProject: test.playwrightProject }),
          },
          retries: Math.min(test.retries, 5),
          timeoutSeconds: timeoutOf(test),
          variables: file.variables,
          secrets: file.secrets,
          environments: file.environments.map((one) => ({ paused: false, ...one })),
          ...settings,
          ...(places ? { places: { names: places.names ?? [], agree: places.agree ?? 1 } } : {}),
        },
      };
    });
}

/** Playwright ends a test by its own time-out; this is the bound beyond it, wide enough for `test.slow()`. */
function timeoutOf({ timeoutMs }: ListedTest): number {
  return timeoutMs === 0 ? timeoutSecondsMax : Math.min(timeoutSecondsMax, Math.ceil((timeoutMs * 3) / 1000));
}

function settingsFor(file: DeployFile, test: ListedTest): Defined<CheckSettings> {
  let settings: CheckSettings = { ...file.defaults, ...ofTags(test) };
  for (const {
    file: _file,
    title: _title,
    tag: _tag,
    playwrightProject: _project,
    skip: _skip,
    ...own
  } of rulesFor(file, test)) {
    settings = { ...settings, ...own };
  }
  return defined(settings);
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function defined<T extends object>(given: T): Defined<T> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Defined<T>;
}

function ofTags({ tags }: ListedTest): CheckSettings {
  const valuesOf = (kind: string) =>
    tags.flatMap((tag) => (tag.startsWith(`@${kind}:`) ? tag.slice(kind.length + 2) : []));
  const products = valuesOf('product');
  const [workflow] = valuesOf('workflow');
  const [owner] = valuesOf('owner');
  return {
    ...(products.length > 0 ? { products } : {}),
    ...(workflow === undefined ? {} : { workflow }),
    ...(owner === undefined ? {} : { owner }),
  };
}

function isLeftOut(file: DeployFile, test: ListedTest): boolean {
  return rulesFor(file, test).findLast(({ skip }) => skip !== undefined)?.skip === true;
}

function rulesFor({ checks }: DeployFile, test: ListedTest): DeployFile['checks'] {
  const title = wordsOf(test).join(' › ');
  return checks.filter(
    (rule) =>
      (rule.file === undefined || test.file.includes(rule.file)) &&
      (rule.title === undefined || title.includes(rule.title)) &&
      (rule.tag === undefined || test.tags.includes(rule.tag)) &&
      (rule.playwrightProject === undefined || test.playwrightProject === rule.playwrightProject),
  );
}

interface Naming {
  test: ListedTest;
  /** Others have that title. */
  isManifold: boolean;
  names: Set<string>;
}

/** By its title; with the project of Playwright where several have one of that title. */
function nameOf(project: string, { test, isManifold, names }: Naming): string {
  const plain = plainOf(project, test, isManifold ? [test.playwrightProject] : []);
  const base = plain.slice(0, nameMax).replace(/-+$/, '');
  let name = base;
  for (let number = 2; names.has(name); number += 1) {
    const end = `-${number}`;
    name = `${base.slice(0, nameMax - end.length).replace(/-+$/, '')}${end}`;
  }
  names.add(name);
  return name;
}

/** Of a title in another script than Latin too little is left to tell it from others: a mark stays as long as the title does. */
function marksOf(words: readonly string[]): string[] {
  const text = words.join('\n');
  const isForeign = /[^\P{L}\p{Script=Latin}]/u.test(text.normalize('NFKD'));
  return isForeign ? [createHash('sha256').update(text).digest('hex').slice(0, 8)] : [];
}

/** Its titles; a file whose tests are one check has none but its name. */
function wordsOf({ title, file }: ListedTest): readonly string[] {
  return title.length > 0
    ? title
    : [
        basename(file)
          .replace(/\.[cm]?[jt]sx?$/, '')
          .replace(/\.(spec|test)$/, ''),
      ];
}

function plainOf(project: string, test: ListedTest, more: readonly string[] = []): string {
  const words = wordsOf(test);
  return [project, ...words, ...marksOf(words), ...more]
    .join('-')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}
