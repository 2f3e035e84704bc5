import { useSyncExternalStore } from 'react';

const narrow = '(max-width: 599px)';

/** Whether the screen is as narrow as a phone's, and stays told when it turns. */
export function useNarrow(): boolean {
  return useSyncExternalStore(watch, () => window.matchMedia(narrow).matches);
}

function watch(changed: () => void): () => void {
  const query = window.matchMedia(narrow);
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}
