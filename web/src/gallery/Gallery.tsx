import { ThemeChoice } from '../app/theme/ThemeChoice.tsx';
import { useTitle } from '../app/page-title.ts';
import { GalleryForms } from './GalleryForms.tsx';
import { GalleryLayers } from './GalleryLayers.tsx';
import { GalleryLists } from './GalleryLists.tsx';
import { GalleryMarks } from './GalleryMarks.tsx';

export function Gallery() {
  useTitle('Primitives');
  return (
    <div className="ui-stack">
      <h1>Primitives</h1>
      <ThemeChoice />
      <GalleryMarks />
      <GalleryForms />
      <GalleryLayers />
      <GalleryLists />
    </div>
  );
}
