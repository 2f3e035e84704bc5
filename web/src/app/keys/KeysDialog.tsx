import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Switch } from '../../ui/Checkbox.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { keysText } from '../../ui/keys-text.ts';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { remapKeys, setSingleKeys, singleKeysOn, strokeName, useBoundKeys, type KeyBinding } from './keys.ts';

/** All keys that work here, with the switch for single keys and other keys for each action. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const bindings = useBoundKeys();
  const groups = Map.groupBy(bindings, (binding) => binding.group);
  return (
    <Dialog open onClose={onClose} title="Keys" size="normal">
      <Switch
        label="Keys without Ctrl or ⌘"
        checked={singleKeysOn()}
        onChange={setSingleKeys}
        hint="They never fire while you type in a field. G N means: G, then N."
      />
      {[...groups].map(([group, members]) => (
        <section key={group}>
          <h3>{group}</h3>
          <ul className="keys-list">
            {members.map((binding) => (
              <KeyRow key={binding.id} binding={binding} />
            ))}
          </ul>
        </section>
      ))}
    </Dialog>
  );
}

function KeyRow({ binding }: { binding: KeyBinding }) {
  const [isAsking, setAsking] = useState(false);
  return (
    <li>
      <span>{binding.label}</span>
      <KeyHint keys={keysText(binding.keys)} />
      <Button
        look="plain"
        aria-label={`Change the key of: ${binding.label}`}
        onClick={() => setAsking(true)}
        onBlur={() => setAsking(false)}
        onKeyDown={(event) => {
          if (!isAsking || event.key === 'Tab') return;
          event.preventDefault();
          event.stopPropagation();
          setAsking(event.key === 'Shift');
          if (event.key === 'Backspace') remapKeys(binding.id, null);
          else if (event.key !== 'Escape') {
            const stroke = strokeName(event);
            if (stroke !== null) remapKeys(binding.id, stroke);
          }
        }}
      >
        {isAsking ? 'press a key, Backspace resets' : 'change'}
      </Button>
    </li>
  );
}
