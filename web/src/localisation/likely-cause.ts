import { useNames } from '../catalog/object-api.ts';
import { useCauseBriefs } from './cause-api.ts';
import { briefText } from './cause-words.ts';

/** Says in a few words what each of these incidents is put down to; a dash where nobody looked yet. */
export function useLikelyCause(incidents: readonly string[]): (incident: string) => string {
  const briefs = useCauseBriefs(incidents);
  const nameOf = useNames('Product');
  return (incident) => {
    const brief = briefs.get(incident);
    return brief === undefined ? '–' : briefText(brief, nameOf);
  };
}
