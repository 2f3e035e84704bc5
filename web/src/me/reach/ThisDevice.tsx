import { useEffect, useState } from 'react';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { showToast } from '../../ui/toast.ts';
import { deviceName, NoNotifications, notPossible, subscribeHere, subscription } from './device.ts';
import { useContactAct } from './reach-api.ts';

/** Takes notifications in this browser, or says why that cannot be. */
export function ThisDevice({ pushKey }: { pushKey: string }) {
  const [isOn, setOn] = useState<boolean | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const save = useContactAct();
  const blocked = notPossible();
  useEffect(() => {
    let isHere = true;
    void subscription().then((found) => (isHere ? setOn(found !== null) : undefined));
    return () => {
      isHere = false;
    };
  }, []);
  const use = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const { endpoint, keys } = await subscribeHere(pushKey);
      await save.mutateAsync({
        method: 'POST',
        path: 'devices',
        body: { label: deviceName(), endpoint, keys },
      });
      setOn(true);
      showToast({ text: 'Pages appear on this device from now on.' });
    } catch (error) {
      setProblem(error instanceof NoNotifications ? error.message : sentenceOf(error));
    }
    setBusy(false);
  };
  return (
    <div className="ui-stack" role="group" aria-label="This device">
      <h3>This device</h3>
      <p className="ui-quiet">
        {blocked ??
          (isOn === true
            ? 'This browser takes notifications. Use it again if it was removed from the list.'
            : 'Pages can appear here as notifications that you answer at once. They travel through the push service of the browser’s maker; in a network without internet they do not arrive.')}
      </p>
      {problem === null ? null : <ErrorNote>{problem}</ErrorNote>}
      <div className="ui-row">
        <Button busy={isBusy} disabledReason={blocked ?? undefined} onClick={() => void use()}>
          Use this device
        </Button>
      </div>
    </div>
  );
}
