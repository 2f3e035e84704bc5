import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { traceViewerFolder } from '@fieldmarshal/runner/trace-viewer';
import { openPage, openScript } from './open-page.ts';

export interface ViewerFile {
  readonly type: string;
  readonly bytes: Buffer;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.webmanifest': 'application/manifest+json',
};

let known: ReadonlyMap<string, ViewerFile> | undefined;

/** Every file of the viewer by its path, read once: nothing else can be asked for. Empty where this Playwright brings none. */
export function viewerFiles(): ReadonlyMap<string, ViewerFile> {
  known ??= readViewer(traceViewerFolder());
  return known;
}

function readViewer(folder: string): Map<string, ViewerFile> {
  const files = new Map<string, ViewerFile>();
  for (const entry of list(folder)) {
    const type = types[extname(entry)];
    if (type !== undefined) files.set(entry, { type, bytes: readFileSync(join(folder, entry)) });
  }
  const index = files.get('index.html');
  if (index === undefined) return new Map();
  files.set('index.html', { ...index, bytes: Buffer.from(withoutInline(index.bytes.toString('utf8'))) });
  files.set('', { type: types['.html'] ?? '', bytes: Buffer.from(openPage) });
  files.set('open.js', { type: types['.js'] ?? '', bytes: Buffer.from(openScript) });
  return files;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) =>
      path.replaceAll('\\', '/'),
    );
  } catch {
    return [];
  }
}

/** Its policy allows no script inside the page; the one there only explains what opening it from a disk would mean. */
function withoutInline(html: string): string {
  return html.replaceAll(/<script>[\s\S]*?<\/script>/g, '');
}
