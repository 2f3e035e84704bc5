import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { Checkbox, Switch } from '../ui/Checkbox.tsx';
import { FileDrop } from '../ui/FileDrop.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { SearchSelect } from '../ui/SearchSelect.tsx';
import { Select } from '../ui/Select.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { TextField } from '../ui/TextField.tsx';
import { showToast } from '../ui/toast.ts';
import { Part } from './Part.tsx';
import { manyOptions } from './samples.ts';

export function GalleryForms() {
  const [text, setText] = useState('');
  const [isOn, setOn] = useState(true);
  const [chosen, setChosen] = useState<string[]>(['product-3']);
  const [choice, setChoice] = useState('');
  return (
    <Part title="Forms">
      <GalleryButtons />
      <TextField
        label="Title"
        value={text}
        onChange={setText}
        required
        hint="What users see, in a few words."
      />
      <TextField
        label="Address"
        value="nowhere"
        onChange={setText}
        error="Give an address that begins with https://"
      />
      <TextField
        label="Filter"
        labelHidden
        data-filter=""
        type="search"
        placeholder="Filter"
        value={text}
        onChange={setText}
      />
      <TextArea label="Note" value={text} onChange={setText} />
      <Select
        label="Team"
        placeholder="Choose a team"
        value={choice}
        onChange={setChoice}
        options={manyOptions.slice(0, 5)}
      />
      <SearchSelect
        label="Products"
        value={chosen}
        onChange={setChosen}
        options={manyOptions}
        placeholder="Type a name"
      />
      <div className="ui-row">
        <Checkbox label="Only failing" checked={isOn} onChange={setOn} hint="Healthy ones stay quiet." />
        <Switch label="Live" checked={isOn} onChange={setOn} />
        <Checkbox label="Not now" checked={false} onChange={setOn} disabled />
      </div>
      <FileDrop
        bytesMax={5 * 1024 * 1024}
        onFiles={(files) => showToast({ text: `${files.length} taken` })}
        onRefused={(reasons) => showToast({ text: reasons.join(' ') })}
      >
        <p>Paste evidence</p>
      </FileDrop>
    </Part>
  );
}

function GalleryButtons() {
  return (
    <div className="ui-row">
      <Button
        look="primary"
        icon={<Plus size={16} aria-hidden />}
        keyHint="C"
        onClick={() => showToast({ text: 'Declared INC-2042' })}
      >
        Declare
      </Button>
      <Button onClick={() => showToast({ text: 'Task closed', onUndo: () => undefined })}>Close task</Button>
      <Button look="plain">Plain</Button>
      <Button look="ending">Resolve</Button>
      <Button disabledReason="You are offline since 02:09Z">Send</Button>
      <Button busy>Sending</Button>
      <IconButton label="Remove" icon={<Trash2 size={16} aria-hidden />} />
    </div>
  );
}
