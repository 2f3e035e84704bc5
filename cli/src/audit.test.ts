import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifyAudit } from './audit.ts';

/** Nobody: a file is checked without a server. */
const server = { url: 'http://127.0.0.1:1', token: undefined };

test('a file that is not there, or holds no rows, is refused in a sentence that names it', async () => {
  const place = await mkdtemp(join(tmpdir(), 'fm-audit-'));
  try {
    const file = join(place, 'audit.jsonl');
    await expect(verifyAudit(file, server)).rejects.toThrow(`${file} cannot be checked: ENOENT`);
    await writeFile(file, '\n');
    await expect(verifyAudit(file, server)).rejects.toThrow(`There are no rows of the audit log in ${file}.`);
    await writeFile(file, '\n{}\n');
    await expect(verifyAudit(file, server)).rejects.toThrow(`${file} cannot be checked: Line 2 is no row`);
  } finally {
    await rm(place, { recursive: true });
  }
});
