import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
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

/** Rows as an export has them, each with its place in the chain. */
function chainOf(length: number): { lines: string[]; head: string } {
  let head = Buffer.alloc(32);
  const lines = Array.from({ length }, (_, at) => {
    const content = {
      ...{ action: 'made', actor: 'person:mira', actorName: 'Mira', after: null },
      ...{ at: '2026-11-27T10:00:00.000Z', before: null, requestId: `r${at}`, subject: 'INC-1' },
    };
    const said = createHash('sha256').update(JSON.stringify(content)).digest();
    head = createHash('sha256').update(head).update(said).digest();
    return JSON.stringify({ seq: at + 1, ...content, hash: head.toString('hex') });
  });
  return { lines, head: `${length}:${head.toString('hex')}` };
}

test('a file with a hole is said not to be proven whole, and refused where none may be missing', async () => {
  const place = await mkdtemp(join(tmpdir(), 'fm-audit-'));
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    const file = join(place, 'audit.jsonl');
    const { lines, head } = chainOf(5);
    await writeFile(file, lines.join('\n'));
    await verifyAudit(file, { ...server, complete: true, head });
    expect(said.mock.lastCall?.[0]).toContain('No last line of an export');
    await expect(verifyAudit(file, { ...server, head: '9:x' })).rejects.toThrow('--head takes a number');
    const other = `5:${'0'.repeat(64)}`;
    await expect(verifyAudit(file, { ...server, head: other })).rejects.toThrow(/at entry 5: .*another row/);

    const lacking = lines.toSpliced(1, 2);
    const end = (complete: boolean): string => JSON.stringify({ end: true, complete, rows: 3 });
    await writeFile(file, [...lacking, end(false)].join('\n'));
    await verifyAudit(file, server);
    expect(said.mock.lastCall?.[0]).toMatch(/^NOT PROVEN WHOLE: .* taken out: 2 to 3\./);
    await expect(verifyAudit(file, { ...server, complete: true })).rejects.toThrow(
      'the rows from 2 to 3 are',
    );
    await writeFile(file, [...lacking, end(true)].join('\n'));
    await expect(verifyAudit(file, server)).rejects.toThrow(
      `${file} is broken at entry 2: the rows from 2 to 3 are missing.`,
    );
  } finally {
    said.mockRestore();
    await rm(place, { recursive: true });
  }
});
