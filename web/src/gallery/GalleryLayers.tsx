import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { CodeBlock } from '../ui/CodeBlock.tsx';
import { Confirm } from '../ui/Confirm.tsx';
import { Dialog, Drawer } from '../ui/Dialog.tsx';
import { Empty } from '../ui/Empty.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Markdown } from '../app/text/Markdown.tsx';
import { Menu } from '../ui/Menu.tsx';
import { TextField } from '../ui/TextField.tsx';
import { showToast } from '../ui/toast.ts';
import { Part } from './Part.tsx';
import { sampleText } from './samples.ts';

const checkedAt = new Date().toISOString();

export function GalleryLayers() {
  const [layer, setLayer] = useState<'dialog' | 'drawer' | 'confirm' | null>(null);
  const [text, setText] = useState('');
  const close = () => setLayer(null);
  const items = [
    { id: 'ack', label: 'Acknowledge', keyHint: 'A', onSelect: () => showToast({ text: 'Acknowledged' }) },
    { id: 'link', label: 'Link to incident', onSelect: () => undefined },
    { id: 'mute', label: 'Silence', disabledReason: 'Needs the role responder', onSelect: () => undefined },
  ];
  return (
    <Part title="Layers and notes">
      <div className="ui-row">
        <Button onClick={() => setLayer('dialog')}>Dialog</Button>
        <Button onClick={() => setLayer('drawer')}>Drawer</Button>
        <Button onClick={() => setLayer('confirm')}>Confirm</Button>
        <Menu label="Actions" items={items} />
        <Menu
          label={<Ellipsis size={16} aria-hidden />}
          aria-label="More actions"
          items={items}
          look="plain"
        />
      </div>
      <Dialog
        open={layer === 'dialog'}
        onClose={close}
        title="Declare an incident"
        onSubmit={close}
        footer={
          <>
            <Button look="primary" type="submit">
              Declare
            </Button>
            <Button onClick={() => showToast({ text: 'Over the dialog', onUndo: () => undefined })}>
              Say something
            </Button>
          </>
        }
      >
        <TextField label="Title" value={text} onChange={setText} />
      </Dialog>
      <Drawer open={layer === 'drawer'} onClose={close} title="Impact">
        <p>At the side, at the bottom on a phone.</p>
      </Drawer>
      <Confirm
        open={layer === 'confirm'}
        onClose={close}
        onConfirm={close}
        title="Resolve INC-2041?"
        verb="Resolve"
      >
        Twelve customers read it at once. You can take it back for ten seconds.
      </Confirm>
      <Empty checkedAt={checkedAt}>No failing checks. 1,284 run in the last 10 min.</Empty>
      <ErrorNote requestId="5f2c1e" onRetry={() => undefined}>
        <b>Alerts could not be read.</b> Incidents and pages still work.
      </ErrorNote>
      <Loading what="checks (last 02:11Z)" />
      <CodeBlock
        title="prometheus.yml"
        code={'alerting:\n  alertmanagers:\n    - path_prefix: /intake/alertmanager'}
      />
      <Markdown text={sampleText} />
    </Part>
  );
}
