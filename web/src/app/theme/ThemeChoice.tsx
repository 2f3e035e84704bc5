import { Select } from '../../ui/Select.tsx';
import { setTheme, themes, useTheme, type Theme } from './theme.ts';

const words: { readonly [T in Theme]: string } = {
  os: 'As the device',
  light: 'Light',
  dark: 'Dark',
  night: 'Night, for dark rooms',
};

export function ThemeChoice() {
  const theme = useTheme();
  return (
    <Select
      label="Theme"
      value={theme}
      options={themes.map((value) => ({ value, label: words[value] }))}
      onChange={(value) => setTheme(themes.find((each) => each === value) ?? 'os')}
    />
  );
}
