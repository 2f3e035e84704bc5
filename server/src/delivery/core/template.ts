import { escapeMarkup, withoutControls } from './plain.ts';

/** Where a value is put, which decides how it is escaped. */
export type Place = 'url' | 'header' | 'none' | 'json' | 'form' | 'xml' | 'text';

/** Fills `{{name}}` in a template, each value escaped so that it stays a value where it stands. One pass: what a value holds is never filled again. */
export function fill(template: string, place: Place, valueOf: (name: string) => string): string {
  return template.replaceAll(/\{\{([^{}]*)\}\}/g, (_all, name: string) => escapeFor(place, valueOf(name)));
}

function escapeFor(place: Place, value: string): string {
  const text = value.toWellFormed();
  switch (place) {
    case 'url':
    case 'form':
      return encodeURIComponent(text);
    case 'header':
      // One line of Latin-1, which is what a header can hold.
      return text
        .replaceAll(/\s+/g, ' ')
        .replaceAll(/[^\x20-\x7E\xA0-\xFF]/g, '?')
        .trim();
    case 'json':
      // Stands between the quotes that the template has.
      return JSON.stringify(text).slice(1, -1);
    case 'xml':
      return escapeMarkup(withoutControls(text));
    case 'text':
    case 'none':
      return withoutControls(text);
  }
}
