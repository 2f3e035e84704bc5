/** Values by name; one that is missing or null cannot be filled in. */
export type TemplateValues = Readonly<Record<string, string | null | undefined>>;

const placeholder = /\{\{\s*([A-Za-z][A-Za-z0-9_]*)\s*\}\}/gu;

/** What is wrong with a template whatever it is filled with; null where nothing is. */
export function faultOfTemplate(template: string): string | null {
  const rest = template.replace(placeholder, '');
  return rest.includes('{{') || rest.includes('}}') ? 'a placeholder is written {{name}}' : null;
}

/** The names that a template asks for, each once. */
export function placeholdersOf(template: string): string[] {
  return [...new Set([...template.matchAll(placeholder)].map(([, name = '']) => name))];
}

/** A query in PromQL: each value is escaped as part of a quoted string, which is where names stand. */
export function fillQuery(template: string, values: TemplateValues): ReturnType<typeof fillTemplate> {
  return fillTemplate(template, values, (value) =>
    value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n'),
  );
}

/**
 * A template with its placeholders filled, each value through `escape`; or the names that have no value. `isFirst` is told for a
 * placeholder that the template begins with.
 */
export function fillTemplate(
  template: string,
  values: TemplateValues,
  escape: (value: string, isFirst: boolean) => string,
): { readonly text: string } | { readonly missing: readonly string[] } {
  const missing = new Set<string>();
  const text = template.replace(placeholder, (_, name: string, at: number) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined || value === null || value === '') {
      missing.add(name);
      return '';
    }
    return escape(value, at === 0);
  });
  return missing.size > 0 ? { missing: [...missing] } : { text };
}
