import { z } from 'zod';
import { line, plainLine, text } from './name.ts';

/** An address of http or https, at most 2,000 characters. */
export const webAddress = z.url({ protocol: /^https?$/ }).max(2000);

const links = z.array(z.strictObject({ title: line, url: webAddress })).max(50);

/** What every object of the catalog may say of itself. */
export const described = {
  displayName: plainLine.optional(),
  description: text.optional(),
  links: links.optional(),
};
