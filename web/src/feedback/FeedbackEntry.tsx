import { useRouterState } from '@tanstack/react-router';
import { MessageSquare } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { readBoot } from '../app/boot.ts';
import { useStrips } from '../app/strips/strips-query.ts';
import { isInFire } from './in-fire.ts';
import { setLooking, useLooking } from './looking.ts';

const FeedbackDialog = lazy(async () => ({ default: (await import('./FeedbackDialog.tsx')).FeedbackDialog }));

/** On every screen, where this is collected at all: did you find what you came for? Whoever is in the room of a bad incident is not asked. */
export function FeedbackEntry({ className }: { className: string }) {
  const [isOpen, setOpen] = useState(false);
  const since = useLooking();
  const boot = readBoot();
  const strips = useStrips(boot);
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  const { feedback } = boot;
  if (feedback === null || isInFire(strips?.fire ?? [], pathname)) return null;
  return (
    <>
      <button
        type="button"
        className={className}
        aria-haspopup="dialog"
        data-tip={
          since === null ? 'Say whether you found what you came for' : 'You are looking for something'
        }
        onClick={() => setOpen(true)}
      >
        <MessageSquare size={16} aria-hidden />
        {since === null ? 'Found it?' : 'Looking'}
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
