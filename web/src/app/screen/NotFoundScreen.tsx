import { Empty } from '../../ui/Empty.tsx';
import { useTitle } from '../page-title.ts';

export function NotFoundScreen() {
  useTitle('Not found');
  return (
    <>
      <h1>Not found</h1>
      <Empty>There is no screen at this address. It may have been removed, or the link is incomplete.</Empty>
    </>
  );
}
