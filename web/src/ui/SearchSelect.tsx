import { Combobox, HeadlessMantineProvider, useCombobox } from '@mantine/core';
import { X } from 'lucide-react';
import { useState } from 'react';
import { Field, splitField, type FieldTexts, type FieldWiring } from './Field.tsx';
import type { SelectOption } from './Select.tsx';
import './SearchSelect.css';

export interface SearchSelectProps extends FieldTexts {
  /** Chosen values, in order of choice; for one choice set `max={1}`. */
  value: readonly string[];
  onChange: (value: string[]) => void;
  options: readonly SelectOption[];
  max?: number;
  placeholder?: string;
}

const shownMax = 50;

/** Choosing from many: type to narrow, arrows and Enter choose, Backspace takes the last back. */
export function SearchSelect(props: SearchSelectProps) {
  const [texts, control] = splitField(props);
  return (
    <Field {...texts}>
      {(wiring) => (
        <HeadlessMantineProvider>
          <SearchBox {...control} wiring={wiring} label={texts.label} />
        </HeadlessMantineProvider>
      )}
    </Field>
  );
}

interface SearchBoxProps extends Omit<SearchSelectProps, keyof FieldTexts> {
  wiring: FieldWiring;
  label: string;
}

function SearchBox({ value, onChange, options, max = Infinity, placeholder, wiring, label }: SearchBoxProps) {
  const [search, setSearch] = useState('');
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const words = search.toLowerCase().split(/\s+/u).filter(Boolean);
  const matching = options.filter(
    ({ value: id, label: text }) =>
      !value.includes(id) && words.every((word) => `${text} ${id}`.toLowerCase().includes(word)),
  );
  const choose = (id: string) => {
    onChange(max === 1 ? [id] : [...value, id].slice(0, max));
    setSearch('');
    if (value.length + 1 >= max) combobox.closeDropdown();
  };
  const labelOf = (id: string) => options.find((option) => option.value === id)?.label ?? id;
  return (
    <Combobox store={combobox} onOptionSubmit={choose} withinPortal={false} floatingStrategy="fixed">
      <Combobox.DropdownTarget>
        <div className="ui-control ui-search">
          {value.map((id) => (
            <button
              key={id}
              type="button"
              className="ui-search-chosen"
              onClick={() => onChange(value.filter((each) => each !== id))}
            >
              <span className="ui-hidden">Remove </span>
              {labelOf(id)} <X size={12} aria-hidden />
            </button>
          ))}
          <Combobox.EventsTarget withExpandedAttribute>
            <input
              {...wiring}
              role="combobox"
              required={wiring.required && value.length === 0}
              value={search}
              autoComplete="off"
              placeholder={value.length === 0 ? placeholder : undefined}
              onChange={(event) => {
                setSearch(event.currentTarget.value);
                combobox.openDropdown();
                combobox.updateSelectedOptionIndex();
              }}
              onFocus={() => combobox.openDropdown()}
              onBlur={() => combobox.closeDropdown()}
              onKeyDown={(event) => {
                if (event.key === 'Backspace' && search === '') onChange(value.slice(0, -1));
              }}
            />
          </Combobox.EventsTarget>
        </div>
      </Combobox.DropdownTarget>
      <Combobox.Dropdown className="ui-search-list">
        <Combobox.Options aria-label={label} className="ui-search-options">
          {matching.slice(0, shownMax).map((option) => (
            <Combobox.Option key={option.value} value={option.value} className="ui-search-option">
              {option.label}
            </Combobox.Option>
          ))}
        </Combobox.Options>
        <p className="ui-quiet ui-small">{foundText(matching.length, options.length)}</p>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function foundText(matching: number, all: number): string {
  if (matching === 0) return `Nothing matches; ${all} to choose from.`;
  return matching > shownMax ? `First ${shownMax} of ${matching}. Type to narrow.` : `${matching} of ${all}`;
}
