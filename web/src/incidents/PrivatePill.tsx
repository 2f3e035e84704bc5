import { Lock } from 'lucide-react';
import { Pill } from '../ui/Pill.tsx';

/** Not everybody sees this incident. */
export function PrivatePill() {
  return <Pill glyph={<Lock size={16} aria-hidden />}>Private</Pill>;
}
