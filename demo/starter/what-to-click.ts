import { applicationPort } from '../ports.ts';
import { fieldmarshalUrl } from './fieldmarshal.ts';
import { controlUrl, mailUrl } from './household.ts';

export interface Running {
  seconds: number;
  /** `null` when the server gives none. */
  signInLink: string | null;
  /** Where the admin token lies. */
  keysFile: string;
  watchedBy: string;
  tracesTo: string | undefined;
  /** About the end-to-end checks. */
  checkedBy: string;
  /** About the site, where one runs. */
  behindTheGap: string;
}

export interface SiteRunning {
  url: string;
  mailUrl: string;
  isCutOff: boolean;
  signInLink: string | null;
  /** From the root of the project. */
  siteKeysFile: string;
  keysFile: string;
  stick: string;
}

/** How to see a fault behind the gap, and how to carry it over. */
export function behindTheGap({
  url,
  mailUrl: siteMail,
  isCutOff,
  signInLink,
  siteKeysFile,
  keysFile,
  stick,
}: SiteRunning): string {
  const token = (file: string) => `--token $(node -p 'require("./${file}").token')`;
  const where = isCutOff
    ? 'in a network namespace of its own that leads nowhere; only its screens can be reached from here'
    : 'on loopback like the rest, since this machine lets us make no network namespace (root on Linux can)';
  return `
  5 Behind the gap ${signInLink ?? url}
                 The site field-1: a Fieldmarshal of its own, ${where}.
                 Break something in field-1 on the fault page: it pages by its own mail (${siteMail}), and headquarters
                 knows nothing of it until a bundle is carried over, on screen (Sites) or by
                   npx fieldmarshal bundle export --approve --out ${stick} --url ${url} ${token(siteKeysFile)}
                   npx fieldmarshal bundle import ${stick} --url ${fieldmarshalUrl} ${token(keysFile)}
`;
}

/** The block that is printed once everything runs. */
export function whatToClick({
  seconds,
  signInLink,
  keysFile,
  watchedBy,
  tracesTo,
  checkedBy,
  behindTheGap: site,
}: Running): string {
  const hearthway = `http://127.0.0.1:${applicationPort('eu-prod', 'hearthway')}`;
  const tidelist = `http://127.0.0.1:${applicationPort('eu-prod', 'tidelist')}`;
  const traces = tracesTo === undefined ? '' : `\n                 Traces go to ${tracesTo}.`;
  return `
  Fieldmarshal and its demo organisation run, after ${seconds.toFixed(0)} s.

  1 Sign in      ${signInLink ?? fieldmarshalUrl}
  2 Break it     ${controlUrl}
                 “Search fails in Europe”: an incident opens within half a minute.
  3 Be paged     ${mailUrl}
                 The mail to the Field Marshal on duty; its link acknowledges.
  4 Look around  ${hearthway}  Hearthway, resettlement casework
                 ${tidelist}  Tidelist, cancer-care waiting list
${site}
  The products are watched by ${watchedBy}.${traces}
  ${checkedBy}
  Keys for the API are in ${keysFile}. Ctrl-C ends everything.
`;
}
