import { expect, test } from 'vitest';
import { filesOfFolder } from './dropped-files.ts';

/** As a browser gives an entry of a folder; null: reading it fails. */
function entry(name: string, file: File | null): FileSystemFileEntry {
  const isFile = { isFile: true, isDirectory: false, name, fullPath: `/${name}` };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the part of it that is used
  return {
    ...isFile,
    file: (done: FileCallback, failed: ErrorCallback) =>
      file === null ? failed(new DOMException('locked', 'NotReadableError')) : done(file),
  } as unknown as FileSystemFileEntry;
}

test('one file of a folder that cannot be read is named and takes none of the others with it', async () => {
  const portions = [
    [entry('a', new File(['a'], 'a')), entry('b', null)],
    [entry('c', new File(['c'], 'c'))],
    [],
  ];
  const reader = { readEntries: (done: FileSystemEntriesCallback) => done(portions.shift() ?? []) };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the part of it that is used
  const folder = { name: 'stick', createReader: () => reader } as unknown as FileSystemDirectoryEntry;
  const { name, files, unread } = await filesOfFolder(folder);
  expect([name, files.map((file) => file.name), unread]).toEqual(['stick', ['a', 'c'], ['b']]);
});
