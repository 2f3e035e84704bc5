import type { Heartbeat } from '@fieldmarshal/contract/signals/record';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Dialog } from '../../ui/Dialog.tsx';

export interface HeartbeatWithKey extends Heartbeat {
  key: string;
  path: string;
}

/** The address to call, shown this once. */
export function HeartbeatKeyDialog({ made, onClose }: { made: HeartbeatWithKey; onClose: () => void }) {
  const url = `${window.location.origin}${made.path}`;
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Address of ${made.name}`}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <div className="ui-stack">
        <p>It holds the key and is shown once. Copy it now; a new key can be made at any time.</p>
        <CodeBlock title="At the end of the job" code={`curl -fsS -X POST ${url}`} />
        <CodeBlock title="crontab" code={`0 3 * * * /usr/local/bin/backup && curl -fsS -X POST ${url}`} />
      </div>
    </Dialog>
  );
}
