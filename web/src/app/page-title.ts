import { useEffect } from 'react';

const product = 'Fieldmarshal';
let screenTitle = '';
let openCount = 0;

function write(): void {
  const count = openCount === 0 ? '' : `(${openCount}) `;
  document.title = `${count}${screenTitle === '' ? '' : `${screenTitle} · `}${product}`;
}

/** Names the page of the screen: "INC-2041 EU checkout failing". */
export function useTitle(title: string): void {
  useEffect(() => {
    screenTitle = title;
    write();
  }, [title]);
}

/** The count of open incidents in title and favicon; the favicon changes shape, not only colour. */
export function useOpenCount(count: number): void {
  useEffect(() => {
    openCount = count;
    write();
    const icon = document.getElementById('favicon');
    icon?.setAttribute('href', `/favicon/${count > 9 ? 'many' : count}.svg`);
  }, [count]);
}
