import { useSyncExternalStore } from 'react';
import { readStored, writeStored } from '../stored.ts';

export const themes = ['os', 'light', 'dark', 'night'] as const;
export type Theme = (typeof themes)[number];

/** The key is also read by `public/theme-1.js`, before the first paint. */
const key = 'fm.theme';
const watchers = new Set<() => void>();

function getTheme(): Theme {
  return themes.find((theme) => theme === readStored(key)) ?? 'os';
}

export function setTheme(theme: Theme): void {
  writeStored(key, theme === 'os' ? null : theme);
  if (theme === 'os') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  for (const each of watchers) each();
}

export function useTheme(): Theme {
  return useSyncExternalStore((watcher) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  }, getTheme);
}
