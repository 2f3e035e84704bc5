import { useRef } from 'react';
import { useFault } from '../../catalog/editor/faults.ts';
import { useObjects } from '../../catalog/object-api.ts';
import { Button } from '../../ui/Button.tsx';
import { TextArea } from '../../ui/TextArea.tsx';

export interface Placeholder {
  name: string;
  meaning: string;
}

interface TemplateFieldProps {
  label: string;
  hint: string;
  /** Of the spec, for its faults. */
  path: string;
  value: string;
  onChange: (value: string) => void;
  placeholders: readonly Placeholder[];
}

/** A text with placeholders, which stand below it and are put in where the caret is. */
export function TemplateField(props: TemplateFieldProps) {
  const { label, hint, path, value, onChange, placeholders } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const variables = useVariables();
  const put = (name: string): void => {
    const field = area.current;
    const [from, to] = [field?.selectionStart ?? value.length, field?.selectionEnd ?? value.length];
    const text = `{{${name}}}`;
    onChange(value.slice(0, from) + text + value.slice(to));
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(from + text.length, from + text.length);
    });
  };
  return (
    <div className="ui-stack">
      <TextArea
        ref={area}
        label={label}
        hint={hint}
        className="ui-mono"
        rows={4}
        spellCheck={false}
        value={value}
        onChange={onChange}
        error={useFault(path)}
      />
      <details>
        <summary>Placeholders</summary>
        <ul className="knowledge-placeholders">
          {[...placeholders, ...variables].map(({ name, meaning }) => (
            <li key={name}>
              <Button look="plain" onClick={() => put(name)}>
                <span className="ui-mono">{`{{${name}}}`}</span>
              </Button>{' '}
              <span className="ui-quiet">{meaning}</span>
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}

const variablesMax = 30;

/** What environments define themselves, by name. */
function useVariables(): Placeholder[] {
  const { data = [] } = useObjects('Environment');
  const names = data.flatMap(({ spec }) => {
    const { variables } = spec;
    return typeof variables === 'object' && variables !== null ? Object.keys(variables) : [];
  });
  return [...new Set(names)]
    .sort()
    .slice(0, variablesMax)
    .map((name) => ({ name, meaning: 'a variable of the environment' }));
}
