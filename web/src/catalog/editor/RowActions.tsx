import { ArrowDown, ArrowUp, X } from 'lucide-react';
import type { MouseEvent } from 'react';
import { IconButton } from '../../ui/IconButton.tsx';

interface RowActionsProps {
  /** What the row is, for ears: `Turn 2`. */
  label: string;
  index: number;
  count: number;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

/** Up, down and away with a row of a form. The focus stays on the button, wherever its row goes. */
export function RowActions({ label, index, count, onMove, onRemove }: RowActionsProps) {
  const move = (by: -1 | 1) => (event: MouseEvent<HTMLButtonElement>) => {
    const button = event.currentTarget;
    onMove(by);
    // A row that moves is taken out of the page and put back, which drops the focus.
    requestAnimationFrame(() => button.focus());
  };
  return (
    <div className="ui-row">
      {count === 1 ? null : (
        <>
          <IconButton
            label={`Move ${label} up`}
            icon={<ArrowUp size={16} aria-hidden />}
            disabledReason={index === 0 ? 'It is the first' : undefined}
            onClick={move(-1)}
          />
          <IconButton
            label={`Move ${label} down`}
            icon={<ArrowDown size={16} aria-hidden />}
            disabledReason={index === count - 1 ? 'It is the last' : undefined}
            onClick={move(1)}
          />
        </>
      )}
      <IconButton label={`Remove ${label}`} icon={<X size={16} aria-hidden />} onClick={onRemove} />
    </div>
  );
}
