import { Button } from '../../ui/Button.tsx';
import { viewerZone } from '../../ui/clock.ts';
import { zonedText } from '../../ui/time-text.ts';
import { useCutOff } from './cut-off.ts';
import { useLive } from '../live.ts';
import { takeNewVersion, useNewVersion } from '../worker-client.ts';

/** Under the strips while the picture may be old: since when, and from when what is shown is. */
export function ConnectionBand() {
  const { lostAt, freshAt } = useLive();
  const cutOff = useCutOff();
  const isOld = useNewVersion();
  if (cutOff === null) return <div role="status">{isOld ? <NewVersion /> : null}</div>;
  const clock = (ms: number) => zonedText(ms, 'UTC').time;
  const here = zonedText(freshAt, viewerZone()).time;
  return (
    <div className="shell-band" role="status">
      <b>{cutOff === 'offline' ? 'Offline' : 'No connection to the server'}</b> since{' '}
      {clock(lostAt ?? freshAt)}Z. What you see is from {clock(freshAt)}Z
      {here === clock(freshAt) ? '' : ` (${here} here)`}.
    </div>
  );
}

function NewVersion() {
  return (
    <div className="shell-band shell-band-calm">
      A newer version of Fieldmarshal is ready. <Button onClick={takeNewVersion}>Change to it</Button>
    </div>
  );
}
