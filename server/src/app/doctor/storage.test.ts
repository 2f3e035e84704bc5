import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { examineDisk } from './storage.ts';

test('a place is looked at as it is: there, no directory, or not there yet', async () => {
  const place = await mkdtemp(join(tmpdir(), 'fm-doctor-'));
  try {
    const file = join(place, 'file');
    await writeFile(file, '');
    const states = [place, file, join(place, 'later')].map(async (data) => examineDisk({ data }));
    const [directory, taken, later] = await Promise.all(states);
    expect(directory?.found).toContain('are free');
    expect(taken).toMatchObject({ state: 'failed', found: `${file} is no directory.` });
    expect(later?.state).toBe('not-checked');
  } finally {
    await rm(place, { recursive: true });
  }
});
