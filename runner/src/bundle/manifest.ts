import { z } from 'zod';

export const manifestName = 'fieldmarshal.bundle.json';
const path = z.string().min(1).max(500);

/** What stands at the root of a bundle. */
export const manifest = z.object({
  /** 2 where the project is not the root of its bundle: a runner of before would not find it. */
  format: z.union([z.literal(1), z.literal(2)]),
  /** The project's own folder, from the root; empty where it is the root. Beside it lies what it needs of what stands around it. */
  directory: z.string().max(500).default(''),
  /** The project's own Playwright configuration, from its folder; null where it has none. */
  configuration: path.nullable(),
  /** Links of the project and of its package manager: `at` is one to `to`, both from the root. */
  links: z.array(z.object({ at: path, to: path })).max(20_000),
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
