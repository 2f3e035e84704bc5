import { X } from 'lucide-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { IconButton } from './IconButton.tsx';
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

/** Modal: the rest of the page is inert, Escape or the close button leaves, focus returns to where it was. */
export function Dialog(props: DialogProps) {
  return <Layer {...props} shape={`dialog-${props.size ?? 'normal'}`} />;
}

/** The same, at the side of the screen; at the bottom on a phone. */
export function Drawer(props: Omit<DialogProps, 'size'>) {
  return <Layer {...props} shape="drawer" />;
}

function Layer(props: DialogProps & { shape: string }) {
  const { open, onClose, title, children, footer, onSubmit, shape } = props;
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null || !open) return undefined;
    dialog.showModal();
    return () => dialog.close();
  }, [open]);
  if (!open) return null;
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
