import { X } from 'lucide-react';
import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { IconButton } from './IconButton.tsx';
import { enterTopLayer } from './top-layer.ts';
import './Dialog.css';

export interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
  /** Buttons, the deciding one first. */
  footer?: ReactNode;
  size?: 'small' | 'normal' | 'wide';
  /** A form: Enter in a field sends it. */
  onSubmit?: () => void;
}

/**
 * Modal: the rest of the page is inert, Escape or the close button leaves, focus returns to where it was. The focus
 * begins at `data-autofocus`, else in the first field, else on the deciding button.
 */
export function Dialog(props: DialogProps) {
  return props.open ? <Layer {...props} shape={`dialog-${props.size ?? 'normal'}`} /> : null;
}

/** The same, at the side of the screen; at the bottom on a phone. */
export function Drawer(props: Omit<DialogProps, 'size'>) {
  return props.open ? <Layer {...props} shape="drawer" /> : null;
}

/** A field first, else the deciding button; React's `autoFocus` comes too early for a dialog that is not open yet. */
function focusFirst(dialog: HTMLElement): void {
  const wanted = [
    '[data-autofocus]',
    '.ui-dialog-body :is(input, select, textarea):not([hidden])',
    '.ui-dialog-foot button',
  ];
  for (const selector of wanted) {
    const found = dialog.querySelector<HTMLElement>(selector);
    if (found !== null) return found.focus();
  }
}

function Layer(props: DialogProps & { shape: string }) {
  const { onClose, title, children, footer, onSubmit, shape } = props;
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Closed by its own unmounting, which comes before it leaves the page; otherwise the focus would not return.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return undefined;
    dialog.showModal();
    focusFirst(dialog);
    const leave = enterTopLayer(dialog);
    return () => {
      leave();
      dialog.close();
    };
  }, []);
  const body = (
    <>
      <header className="ui-dialog-head">
        <h2 id={titleId}>{title}</h2>
        <IconButton label="Close" icon={<X size={16} aria-hidden />} onClick={onClose} />
      </header>
      <div className="ui-dialog-body">{children}</div>
      {footer === undefined ? null : <footer className="ui-dialog-foot">{footer}</footer>}
    </>
  );
  return (
    <dialog
      ref={ref}
      className={`ui-dialog ui-${shape}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      {onSubmit === undefined ? (
        <div className="ui-dialog-frame">{body}</div>
      ) : (
        <form
          className="ui-dialog-frame"
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
        >
          {body}
        </form>
      )}
    </dialog>
  );
}
