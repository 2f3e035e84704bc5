import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from './Button.tsx';
import { IconButton } from './IconButton.tsx';
import { dismissToast, useToasts } from './toast.ts';
import './Notes.css';

/** Mounted once. The region exists from the start, so that what appears in it is spoken. */
export function ToastLayer() {
  const toasts = useToasts();
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    // Shown again with each change, it lies above a dialog that opened since.
    ref.current?.hidePopover();
    if (toasts.length > 0) ref.current?.showPopover();
  }, [toasts]);
  return (
    <>
      <div className="ui-hidden" role="status">
        {toasts.at(-1)?.text}
      </div>
      <section ref={ref} className="ui-toasts" aria-label="Messages" popover="manual">
        {toasts.map((toast) => (
          <div key={toast.id} className="ui-toast">
            <span>{toast.text}</span>
            {toast.onUndo === undefined ? null : (
              <Button
                keyHint="Z"
                onClick={() => {
                  dismissToast(toast.id);
                  toast.onUndo?.();
                }}
              >
                Undo
              </Button>
            )}
            <IconButton
              label="Dismiss"
              icon={<X size={16} aria-hidden />}
              onClick={() => dismissToast(toast.id)}
            />
          </div>
        ))}
      </section>
    </>
  );
}
