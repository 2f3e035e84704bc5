import { fillTemplate } from '@fieldmarshal/contract/knowledge';
import { newTicketFields } from '@fieldmarshal/contract/tickets';

/** What can be filled in; null and empty: the action lacks it. */
export type TicketValues = Readonly<Record<(typeof newTicketFields)[number], string | null>>;

/** Browsers and trackers cut or refuse longer ones. */
const urlCharsMax = 8_000;

/** The address of the form of a new ticket, each value encoded. Null where it would be too long or is no web address. */
export function fillNewTicket(template: string, values: TicketValues): string | null {
  const lacking = newTicketFields.filter((name) => (values[name] ?? '') === '');
  const rest = lacking.reduce(
    (text, name) => text.replaceAll(new RegExp(`\\{\\{\\s*${name}\\s*\\}\\}`, 'gu'), ''),
    template,
  );
  return webAddressOf(fillTemplate(rest, values, (value) => encodeURIComponent(value.toWellFormed())));
}

/** Where a ticket is read; null where the tracker has no template for it. */
export function ticketAddress(template: string | undefined, key: string): string | null {
  if (template === undefined) return null;
  // Keys such as group/project#12 are paths; the rest of a key is letters.
  return webAddressOf(
    fillTemplate(template, { key }, (value) => encodeURIComponent(value).replaceAll('%2F', '/')),
  );
}

function webAddressOf(filled: ReturnType<typeof fillTemplate>): string | null {
  if ('missing' in filled) return null;
  const url = URL.parse(filled.text);
  if (url === null || !/^https?:$/u.test(url.protocol) || url.username !== '') return null;
  return url.href.length > urlCharsMax ? null : url.href;
}
