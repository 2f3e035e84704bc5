export interface PersonNameProps {
  /** `null`: nobody; shown as a dash with a word for ears. */
  name: string | null;
  /** `short` keeps the first name and the first letter of the last: "Ola B". */
  form?: 'short' | 'full';
}

export function PersonName({ name, form = 'short' }: PersonNameProps) {
  if (name === null) return <span className="ui-quiet">nobody</span>;
  const shown = form === 'full' ? name : shortName(name);
  return <span data-tip={shown === name ? undefined : name}>{shown}</span>;
}

export function shortName(name: string): string {
  const parts = name.trim().split(/\s+/u);
  const last = parts.at(-1);
  const letter = last === undefined ? undefined : Array.from(last)[0];
  if (parts.length < 2 || letter === undefined) return name;
  return `${parts[0]} ${letter}`;
}
