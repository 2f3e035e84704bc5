import { expect, test } from 'vitest';
import { AppError } from '#platform';
import { notDone } from './approve-page.ts';

test('whoever must show once more who they are is led there and back, and whoever else to the message', () => {
  const again = notDone(new AppError('sign-in-again', 'Please show that it is you.'), '/c/COM-27');
  expect(again).toContain('href="/sign-in?again=1&amp;to=%2Fc%2FCOM-27"');
  const changed = notDone(new AppError('conflict', 'It was <changed>.'), '/c/COM-27');
  expect(changed).toContain('It was &lt;changed&gt;.');
  expect(changed).not.toContain('sign-in');
});
