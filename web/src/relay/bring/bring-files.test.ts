import { expect, test } from 'vitest';
import { lookThrough, lookThroughFolder } from './bring-files.ts';

class Unreadable extends File {
  override slice(): Blob {
    throw new DOMException('gone', 'NotReadableError');
  }
}
class Huge extends File {
  override get size(): number {
    return 2 * 1024 ** 3;
  }
}

const names = (files: readonly { readonly name: string }[]) => files.map(({ name }) => name);

test('of a folder it is told which files are too large or cannot be read; these are not called no bundles', async () => {
  const looked = await lookThroughFolder({
    name: 'stick',
    files: [
      new File(['FMBNDL1\n'], 'renamed'),
      new File(['a picture'], 'holiday.jpg'),
      new Huge(['FMBNDL1\n'], 'large.fmb'),
      new Huge(['a film'], 'film.mp4'),
      new Unreadable([], 'pulled.fmb'),
    ],
    unread: ['locked.fmb'],
  });
  expect(names(looked.files)).toEqual(['renamed']);
  expect(looked.refused).toEqual([
    'locked.fmb cannot be read.',
    'pulled.fmb cannot be read.',
    'large.fmb has 2 GiB; the limit is 1 GiB.',
  ]);
  expect(looked.text).toBe(
    'Folder stick: 1 file taken, 3 not taken, 2 passed over that are no bundles. Folders inside were not looked into.',
  );
});

test('a folder with nothing of ours says so', async () => {
  const { text } = await lookThroughFolder({ name: 'photos', files: [new File([''], 'a.jpg')], unread: [] });
  expect(text).toBe(
    'Folder photos: no bundle is in it, 1 passed over that is no bundle. Folders inside were not looked into.',
  );
});

test('files that were chosen one by one are all kept, likely or not, so that each is answered', async () => {
  const { files, refused } = await lookThrough([new File([''], 'menu.txt'), new Unreadable([], 'gone.fmb')]);
  expect(names(files)).toEqual(['menu.txt']);
  expect(refused).toEqual(['gone.fmb cannot be read.']);
});
