import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { Button, type ButtonProps } from './Button.tsx';
import './Menu.css';

interface MenuItem {
  id: string;
  label: string;
  icon?: ReactNode;
  keyHint?: string;
  /** Why it cannot be chosen now; shown under the label. */
  disabledReason?: string | undefined;
  onSelect: () => void;
}

export interface MenuProps extends Omit<ButtonProps, 'children' | 'onClick'> {
  /** Words on the trigger. */
  label: ReactNode;
  /** Spoken name when the trigger shows an icon only. */
  'aria-label'?: string;
  items: readonly MenuItem[];
}

const moves: { readonly [key: string]: (index: number, count: number) => number } = {
  ArrowDown: (index, count) => (index + 1) % count,
  ArrowUp: (index, count) => (index + count - 1) % count,
  Home: () => 0,
  End: (_index, count) => count - 1,
};

/** A button that opens a short list of actions. Arrows move, letters jump, Escape closes. */
export function Menu({ label, items, ...button }: MenuProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const entries = () => [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  const close = () => {
    list.current?.hidePopover();
    trigger.current?.focus();
  };
  return (
    <>
      <Button
        {...button}
        ref={trigger}
        aria-haspopup="menu"
        aria-controls={id}
        popoverTarget={id}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') list.current?.showPopover();
        }}
      >
        {label}
      </Button>
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        aria-label={button['aria-label'] ?? (typeof label === 'string' ? label : 'Actions')}
        className="ui-menu"
        onToggle={(event) => {
          const opened = event.newState === 'open';
          trigger.current?.setAttribute('aria-expanded', String(opened));
          if (!opened || trigger.current === null) return;
          placeMenu(event.currentTarget, trigger.current);
          entries()[0]?.focus();
        }}
        onKeyDown={(event) => moveInMenu(event, entries(), close)}
      >
        {items.map((item) => (
          <div
            key={item.id}
            role="menuitem"
            tabIndex={-1}
            aria-disabled={item.disabledReason === undefined ? undefined : true}
            className="ui-menu-item"
            onClick={() => {
              if (item.disabledReason !== undefined) return;
              close();
              item.onSelect();
            }}
          >
            {item.icon}
            <span>
              {item.label}
              {item.disabledReason === undefined ? null : <small>{item.disabledReason}</small>}
            </span>
            {item.keyHint === undefined ? null : <kbd aria-hidden="true">{item.keyHint}</kbd>}
          </div>
        ))}
      </div>
    </>
  );
}

function moveInMenu(event: KeyboardEvent, entries: HTMLElement[], close: () => void): void {
  const index = entries.findIndex((entry) => entry === document.activeElement);
  const move = moves[event.key];
  if (move !== undefined) entries[move(index, entries.length)]?.focus();
  else if (event.key === 'Enter' || event.key === ' ') entries[index]?.click();
  else if (event.key === 'Tab' || event.key === 'Escape') close();
  else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const letter = event.key.toLowerCase();
    const ordered = [...entries.slice(index + 1), ...entries.slice(0, index + 1)];
    ordered.find((entry) => entry.textContent.trim().toLowerCase().startsWith(letter))?.focus();
  } else return;
  if (event.key !== 'Tab') event.preventDefault();
  event.stopPropagation();
}

function placeMenu(menu: HTMLElement, trigger: HTMLElement): void {
  const at = trigger.getBoundingClientRect();
  const box = menu.getBoundingClientRect();
  const fitsBelow = at.bottom + 4 + box.height < window.innerHeight;
  menu.style.top = `${fitsBelow ? at.bottom + 4 : Math.max(4, at.top - 4 - box.height)}px`;
  menu.style.left = `${Math.max(4, Math.min(at.left, window.innerWidth - box.width - 4))}px`;
}
