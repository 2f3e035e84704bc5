import { useRouterState } from '@tanstack/react-router';
import { MessageSquare } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { readBoot } from '../app/boot.ts';
import { useStrips } from '../app/strips/strips-query.ts';
import { isInFire } from './in-fire.ts';
import { setLooking, useLooking } from './looking.ts';
import { waitingText } from './feedback-words.ts';
import { useWaiting } from './sending.ts';

const load = async () => import('./FeedbackDialog.tsx');
const FeedbackDialog = lazy(async () => ({ default: (await load()).FeedbackDialog }));
/** After what a screen needs first. */
const loadAfterMs = 5_000;

/** The form is at hand before somebody is cut off, also where browsers run no service worker. */
function useFormAtHand(isAsked: boolean): void {
  useEffect(() => {
    if (!isAsked) return undefined;
    const timer = setTimeout(() => {
      load().catch(() => {
        // Asked for again when the form is opened.
      });
    }, loadAfterMs);
    return () => clearTimeout(timer);
  }, [isAsked]);
}

/** On every screen, where this is collected at all: did you find what you came for? Whoever is in the room of a bad incident is not asked. */
export function FeedbackEntry({ className }: { className: string }) {
  const [isOpen, setOpen] = useState(false);
  const since = useLooking();
  const boot = readBoot();
  const strips = useStrips(boot);
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  const waiting = useWaiting();
  const { feedback } = boot;
  useFormAtHand(feedback !== null);
  if (feedback === null || isInFire(strips?.fire ?? [], pathname)) return null;
  return (
    <>
      <button
        type="button"
        className={className}
        aria-haspopup="dialog"
        data-tip={
          waiting.length > 0
            ? waitingText(waiting.length)
            : since === null
              ? 'Say whether you found what you came for'
              : 'You are looking for something'
        }
        onClick={() => setOpen(true)}
      >
        <MessageSquare size={16} aria-hidden />
        {since === null ? 'Found it?' : 'Looking'}
        {waiting.length > 0 ? <span className="ui-small">{waiting.length} not sent</span> : null}
      </button>
      {isOpen ? (
        <Suspense>
          <FeedbackDialog
            tasks={feedback.tasks}
            since={since}
            onSince={setLooking}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      ) : null}
    </>
  );
}
