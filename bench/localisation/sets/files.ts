import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export function readGz(path: string): unknown {
  return JSON.parse(gunzipSync(readFileSync(path)).toString());
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
