import { z } from 'zod';

export const manifestName = 'fieldmarshal.bundle.json';
const path = z.string().min(1).max(500);

/** What stands at the root of a bundle. */
export const manifest = z.object({
  format: z.literal(1),
  /** The project's own Playwright configuration, from the root; null where it has none. */
  configuration: path.nullable(),
  /** Packages that a package manager had linked in: `at` is a link to `to`, both from the root. */
  links: z.array(z.object({ at: path, to: path })).max(500),
  /** It asks for a browser started in its own way, so that a warm one cannot be lent to it. */
  wantsOwnBrowser: z.boolean(),
});
export type Manifest = z.infer<typeof manifest>;

export const bundleLimits = {
  files: 50_000,
  /** Unpacked. */
  bytes: 1024 * 1024 * 1024,
  fileBytes: 256 * 1024 * 1024,
} as const;
