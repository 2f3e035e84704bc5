import type { Violation } from '../check.ts';
import type { NewObject } from '../new-object.ts';

/** Two templates for the same readers, in the same form, at the same stage: which words they get would be chance. */
export function checkTemplates(objects: readonly NewObject[]): Violation[] {
  const first = new Map<string, string>();
  return objects.flatMap((object) => {
    if (object.kind !== 'Template') return [];
    const { kind, name, spec } = object;
    const form = spec.channel === 'brief' ? ['chats'] : [];
    const place = [spec.language, spec.audience, ...form, spec.stage ?? 'every stage'].join(', ');
    const other = first.get(place);
    if (other === undefined) {
      first.set(place, name);
      return [];
    }
    return [{ kind, name, path: ['spec'], message: `"${other}" is the template for ${place} already` }];
  });
}
