import { useId, useState, type KeyboardEvent } from 'react';
import { Dialog } from '../../ui/Dialog.tsx';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { keysText } from '../../ui/keys-text.ts';
import { usePaletteObjects } from './palette-objects.ts';
import { paletteEntries, searchPalette, type PaletteEntry } from './palette.ts';

/** Everything that can be done or opened, by typing. Works without the network. */
export function PaletteDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title="Do or open" size="normal">
      <PaletteSearch onClose={onClose} />
    </Dialog>
  );
}

function PaletteSearch({ onClose }: { onClose: () => void }) {
  const [offered] = useState(paletteEntries);
  const objects = usePaletteObjects();
  const entries = [...offered, ...objects];
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const [armed, setArmed] = useState<string | null>(null);
  const id = useId();
  const found = searchPalette(entries, query);
  const choose = (entry: PaletteEntry) => {
    if (entry.decisive && armed !== entry.id) return setArmed(entry.id);
    onClose();
    entry.run();
  };
  const move = (to: number) => {
    setArmed(null);
    setAt(to);
    document.getElementById(`${id}-${to}`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <div className="palette">
      <input
        className="ui-control"
        role="combobox"
        aria-label="Type an action or a name"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={found.length === 0 ? undefined : `${id}-${at}`}
        placeholder="page pay, sev 2, INC-2041"
        autoComplete="off"
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
          setArmed(null);
        }}
        onKeyDown={(event) => {
          const to = nextIndex(event, at, found.length);
          if (to === null) return;
          event.preventDefault();
          const entry = found[at];
          if (to >= 0) move(to);
          else if (entry !== undefined) choose(entry);
        }}
      />
      <div id={id} role="listbox" aria-label="Found" className="palette-list">
        {found.map((entry, index) => (
          <div
            key={entry.id}
            id={`${id}-${index}`}
            data-group={entry.group === found[index - 1]?.group ? undefined : groupWords[entry.group]}
            role="option"
            aria-selected={index === at}
            className="palette-entry"
            onClick={() => {
              setAt(index);
              choose(entry);
            }}
          >
            <span>{armed === entry.id ? `${entry.title}: Enter again to do it` : entry.title}</span>
            {entry.keys === undefined ? null : <KeyHint keys={keysText(entry.keys)} />}
          </div>
        ))}
      </div>
      <p className="ui-quiet ui-small" role="status">
        {found.length} of {entries.length}
      </p>
    </div>
  );
}

const groupWords: Readonly<Record<PaletteEntry['group'], string>> = {
  context: 'Here',
  go: 'Go to',
  object: 'Open',
  help: 'Help',
};

/** The row to go to, -1 for Enter, `null` when the key is for the field. */
function nextIndex(event: KeyboardEvent, at: number, count: number): number | null {
  if (event.nativeEvent.isComposing) return null;
  if (event.key === 'Enter') return -1;
  if (event.key === 'ArrowDown') return count === 0 ? 0 : (at + 1) % count;
  if (event.key === 'ArrowUp') return count === 0 ? 0 : (at + count - 1) % count;
  return null;
}
