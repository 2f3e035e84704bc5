import { lazy, Suspense, useEffect, useState } from 'react';
import { offerConfirmation } from './confirmation.ts';

const ConfirmSelfDialog = lazy(async () => ({
  default: (await import('../../me/sign-in/ConfirmSelfDialog.tsx')).ConfirmSelfDialog,
}));

/** Where a request is refused until the person has shown once more who they are: asks, and lets the request go on. */
export function ConfirmationLayer() {
  const [answer, setAnswer] = useState<{ give: (confirmed: boolean) => void } | null>(null);
  useEffect(() => offerConfirmation(async () => new Promise((give) => setAnswer({ give }))), []);
  if (answer === null) return null;
  return (
    <Suspense>
      <ConfirmSelfDialog
        onDone={(confirmed) => {
          setAnswer(null);
          answer.give(confirmed);
        }}
      />
    </Suspense>
  );
}
