import { useId } from 'react';
import type { FieldTexts } from './Field.tsx';
import { TextField } from './TextField.tsx';
import { zoneNames } from './wall-clock.ts';

interface ZoneFieldProps extends FieldTexts {
  value: string;
  onChange: (zone: string) => void;
  placeholder?: string;
}

/** An IANA time zone by its name, found by typing a part of it. */
export function ZoneField(props: ZoneFieldProps) {
  const id = useId();
  return (
    <>
      <TextField {...props} list={id} autoComplete="off" spellCheck={false} />
      <datalist id={id}>
        {zoneNames().map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}
