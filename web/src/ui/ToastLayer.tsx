import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { Button } from './Button.tsx';
import { IconButton } from './IconButton.tsx';
import { useClock } from './clock.ts';
import { useTopLayer } from './top-layer.ts';
import { dismissToast, useToasts } from './toast.ts';
import './Notes.css';

/** Mounted once. The region exists from the start, so that what appears in it is spoken. */
export function ToastLayer() {
  const toasts = useToasts();
  const ref = useRef<HTMLElement>(null);
  const layer = useTopLayer();
  // The one that the key takes back.
  const newest = toasts.findLast(({ onUndo }) => onUndo !== undefined)?.id;
  useEffect(() => {
    const section = ref.current;
    // A dialog that closes takes what is in it away, and this comes once more for the layer below.
    if (section === null || !section.isConnected || !layer.contains(section)) return;
    // In another layer it is a new element and must be shown again.
    if (toasts.length > 0) section.showPopover();
    else section.hidePopover();
  }, [toasts, layer]);
  return createPortal(
    <>
      <div className="ui-hidden" role="status">
        {toasts.at(-1)?.text}
      </div>
      <section ref={ref} className="ui-toasts" aria-label="Notifications" popover="manual">
        {toasts.map((toast) => (
          <div key={toast.id} className="ui-toast">
            <span>{toast.text}</span>
            {toast.onUndo === undefined ? null : (
              <Button
                {...(toast.id === newest ? { keyHint: 'z' } : {})}
                onClick={() => {
                  dismissToast(toast.id);
                  toast.onUndo?.();
                }}
              >
                Undo <SecondsLeft until={toast.endsAt} />
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
    </>,
    layer,
  );
}

/** How long the offer still stands; not spoken, or it would interrupt every second. */
function SecondsLeft({ until }: { until: number }) {
  const seconds = useClock(() => Math.max(0, Math.ceil((until - Date.now()) / 1000)));
  return <span aria-hidden="true">({seconds} s)</span>;
}
