const shownNames: { readonly [key: string]: string } = {
  mod: 'Ctrl',
  shift: 'Shift',
  enter: 'Enter',
  escape: 'Esc',
};

/** `g n` as it is shown: `G N`; `mod+k` as `Ctrl K`. */
export function keysText(keys: string): string {
  const isApple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/u.test(navigator.userAgent);
  return keys
    .split(/[ +]/u)
    .map((key) => (key === 'mod' && isApple ? '⌘' : (shownNames[key] ?? key.toUpperCase())))
    .join(' ');
}
