import { useRouterState } from '@tanstack/react-router';
import { Empty } from '../ui/Empty.tsx';
import { useTitle } from './page-title.ts';
import { places } from './places.ts';

/** Stands in until the screen of this place exists. */
export function NotBuiltScreen() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const word = places.find((place) => path.startsWith(place.to))?.word ?? path;
  useTitle(word);
  return (
    <>
      <h1>{word}</h1>
      <Empty>This screen does not exist yet.</Empty>
    </>
  );
}

export function NotFoundScreen() {
  useTitle('Not found');
  return (
    <>
      <h1>Not found</h1>
      <Empty>There is no screen at this address. It may have been removed, or the link is incomplete.</Empty>
    </>
  );
}
