import { delimiter, dirname } from 'node:path';
import type { LaneFolders } from './lane-folders.ts';

export interface Given {
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly environment: string;
}

/** All environment variables that a run sees: what the check was given, and nothing of the runner's own. */
export function environmentOf(
  { variables, secrets, environment }: Given,
  {
    folders,
    browserFolder,
    endpoint,
  }: { folders: LaneFolders; browserFolder: string; endpoint: string | null },
): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) {
    given[upperSnake(name)] = value;
    given[name] = value;
  }
  return {
    ...given,
    ...secrets,
    CI: '1',
    FIELDMARSHAL_ENVIRONMENT: environment,
    PATH: [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
    LANG: 'C.UTF-8',
    TZ: variables['TZ'] ?? 'UTC',
    HOME: folders.home,
    TMPDIR: folders.home,
    TEMP: folders.home,
    TMP: folders.home,
    FORCE_COLOR: '0',
    PLAYWRIGHT_BROWSERS_PATH: browserFolder,
    PLAYWRIGHT_SKIP_VALIDATE_HOST_REQUIREMENTS: '1',
    PWTEST_CACHE_DIR: folders.cache,
    NODE_OPTIONS: '',
    ...(endpoint === null ? {} : { PW_TEST_CONNECT_WS_ENDPOINT: endpoint }),
  };
}

/** `baseUrl` is `BASE_URL` as well, the name by which most configurations ask for it. */
function upperSnake(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
}
