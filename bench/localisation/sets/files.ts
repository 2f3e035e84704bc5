import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export function readGz(path: string): unknown {
  return parse(gunzipSync(readFileSync(path)).toString());
}

export function readJson(path: string): unknown {
  return parse(readFileSync(path, 'utf8'));
}

/** What a file holds, by its ending; undefined where it is missing or cannot be read. */
export function readIfThere(path: string): unknown {
  try {
    return path.endsWith('.gz') ? readGz(path) : readJson(path);
  } catch (error) {
    console.error(`${path} is left out: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** JSON, also with the numbers that only Python writes into it: NaN and Infinity are read as null. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const plain = text.replaceAll(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/gs, (found) =>
      found.startsWith('"') ? found : 'null',
    );
    if (plain === text) throw error;
    return JSON.parse(plain);
  }
}
