import { chromium, type Page } from 'playwright-core';
import type { Frame } from './read-film.ts';
import type { Coded, Film } from './webm.ts';

/** The last picture stays so long. */
const lastMs = 1_000;
const keyEveryMs = 5_000;

/** The encoder that every Chromium has makes a film of the pictures, in a context of its own. Null where this one has none. */
export async function encode(endpoint: string, frames: readonly Frame[]): Promise<Film | null> {
  const browser = await chromium.connect(endpoint);
  try {
    const context = await browser.newContext();
    // Only where a page is trusted has it an encoder; nothing is asked of any server.
    await context.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
    const page = await context.newPage();
    await page.goto('https://film.invalid/');
    return await encodeIn(page, frames);
  } finally {
    await browser.close();
  }
}

async function encodeIn(page: Page, frames: readonly Frame[]): Promise<Film | null> {
  const size = await page.evaluate(begin, pictureOf(frames[0]));
  if (size === null) return null;
  let keyAt = -Infinity;
  for (const { atMs, jpeg } of frames) {
    const isKey = atMs - keyAt >= keyEveryMs;
    if (isKey) keyAt = atMs;
    await page.evaluate(add, { atMs, isKey, picture: pictureOf({ jpeg }) });
  }
  const coded = await page.evaluate(finish);
  const pictures = coded.map(({ bytes, ...rest }): Coded => ({
    ...rest,
    bytes: Buffer.from(bytes, 'base64'),
  }));
  return { ...size, durationMs: (frames.at(-1)?.atMs ?? 0) + lastMs, pictures };
}

function pictureOf(frame: Pick<Frame, 'jpeg'> | undefined): string {
  return Buffer.from(frame?.jpeg ?? []).toString('base64');
}

interface Maker {
  add(given: { atMs: number; isKey: boolean; picture: string }): Promise<void>;
  finish(): Promise<{ atMs: number; isKey: boolean; bytes: string }[]>;
}
declare global {
  // A declaration of what is global can be no other.
  // oxlint-disable-next-line no-var
  var maker: Maker;
}

/** In the page, as the two below. The film is as large as its first picture; others, of other windows, are fitted into it. */
async function begin(picture: string): Promise<{ width: number; height: number } | null> {
  if (!('VideoEncoder' in globalThis)) return null;
  const read = async (text: string): Promise<ImageBitmap> => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.codePointAt(0) ?? 0);
    return createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
  };
  const first = await read(picture);
  // The encoder takes even sizes only.
  const [width, height] = [first.width + (first.width % 2), first.height + (first.height % 2)];
  first.close();
  const settings = { codec: 'vp8', width, height, bitrate: 800_000 };
  if (!(await VideoEncoder.isConfigSupported(settings)).supported) return null;
  const coded: { atMs: number; isKey: boolean; bytes: string }[] = [];
  let failure: Error | null = null;
  const encoder = new VideoEncoder({
    output: (chunk) => {
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      let text = '';
      for (const byte of bytes) text += String.fromCharCode(byte);
      coded.push({ atMs: chunk.timestamp / 1_000, isKey: chunk.type === 'key', bytes: btoa(text) });
    },
    error: (error) => {
      failure = error;
    },
  });
  encoder.configure(settings);
  const canvas = new OffscreenCanvas(width, height);
  const paper = canvas.getContext('2d');
  if (!paper) return null;
  globalThis.maker = {
    add: async ({ atMs, isKey, picture: next }) => {
      const image = await read(next);
      const scale = Math.min(width / image.width, height / image.height);
      paper.fillRect(0, 0, width, height);
      paper.drawImage(image, 0, 0, image.width * scale, image.height * scale);
      image.close();
      const frame = new VideoFrame(canvas, { timestamp: Math.round(atMs * 1_000) });
      encoder.encode(frame, { keyFrame: isKey });
      frame.close();
    },
    finish: async () => {
      await encoder.flush();
      encoder.close();
      if (failure) throw failure;
      return coded;
    },
  };
  return { width, height };
}

function add(given: Parameters<Maker['add']>[0]): Promise<void> {
  return globalThis.maker.add(given);
}

function finish(): ReturnType<Maker['finish']> {
  return globalThis.maker.finish();
}
