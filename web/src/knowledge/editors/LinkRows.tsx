import { RowActions } from '../../catalog/editor/RowActions.tsx';
import { useFault } from '../../catalog/editor/faults.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';

interface NamedLink {
  title: string;
  url: string;
}

interface LinkRowsProps {
  links: readonly NamedLink[];
  onChange: (links: NamedLink[]) => void;
}

/** Addresses that stand below a runbook, in their order. */
export function LinkRows({ links, onChange }: LinkRowsProps) {
  const set = (index: number, part: Partial<NamedLink>): void =>
    onChange(links.map((link, at) => (at === index ? { ...link, ...part } : link)));
  const move = (index: number, by: -1 | 1): void => {
    const [moved] = links.slice(index, index + 1);
    const rest = links.filter((_, at) => at !== index);
    onChange(moved === undefined ? [...rest] : rest.toSpliced(index + by, 0, moved));
  };
  return (
    <fieldset className="ui-stack">
      <legend>Links</legend>
      {links.length === 0 ? null : (
        <ul className="editor-rows">
          {links.map((link, index) => (
            // Rows have no identity of their own; a row that moves keeps what stands in it.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index}>
              <Row index={index} link={link} onChange={(part) => set(index, part)} />
              <RowActions
                label={`link ${index + 1}`}
                index={index}
                count={links.length}
                onMove={(by) => move(index, by)}
                onRemove={() => onChange(links.filter((_, at) => at !== index))}
              />
            </li>
          ))}
        </ul>
      )}
      <div className="ui-row">
        <Button onClick={() => onChange([...links, { title: '', url: '' }])}>Add a link</Button>
      </div>
    </fieldset>
  );
}

interface RowProps {
  index: number;
  link: NamedLink;
  onChange: (part: Partial<NamedLink>) => void;
}

function Row({ index, link, onChange }: RowProps) {
  return (
    <div className="editor-fields">
      <TextField
        label={`Words of link ${index + 1}`}
        value={link.title}
        onChange={(title) => onChange({ title })}
        error={useFault(`links[${index}].title`)}
      />
      <TextField
        label={`Address of link ${index + 1}`}
        type="url"
        value={link.url}
        onChange={(url) => onChange({ url })}
        error={useFault(`links[${index}].url`)}
      />
    </div>
  );
}
