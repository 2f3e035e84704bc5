import { counted } from '@fieldmarshal/contract/text/counted';
import { failed, notChecked, ok, warning, type Finding } from './finding.ts';

const mib = 1024 ** 2;
const gib = 1024 ** 3;
/** Little room is what is little in both senses: of the whole, and in figures. */
const room = { warning: { ratio: 0.1, least: 10 * gib }, failed: { ratio: 0.03, least: gib } };
/** With less than a few pieces of its log (16 MiB each) no database goes on, however small the whole is. */
const pieces = 64 * mib;
/** The same for files, of which some file systems have a fixed number. */
const files = { warning: { ratio: 0.1, least: 10_000 }, failed: { ratio: 0.03, least: 1_000 } };

export interface Room {
  /** Octets. */
  readonly free: number;
  readonly size: number;
  /** How many files there may be, and how many more; 0: as many as there is room for. */
  readonly files: number;
  readonly filesFree: number;
}

/** The room left where data is written. */
export function judgeDisk(place: string, { free, size, files: all, filesFree }: Room): Finding {
  const stops = 'A full disk stops intake.';
  const isUnder = (
    left: number,
    whole: number,
    { ratio, least }: { ratio: number; least: number },
  ): boolean => left < whole * ratio && left < least;
  if (all > 0 && isUnder(filesFree, all, files.warning)) {
    const found = `${place}: ${filesFree} more files of ${all} may be made there.`;
    const advice = `Delete what has many small files on this file system, or make it anew with more inodes. ${stops}`;
    return isUnder(filesFree, all, files.failed)
      ? failed('disk', found, advice)
      : warning('disk', found, advice);
  }
  const found = `${place}: ${sizeOf(free)} of ${sizeOf(size)} are free.`;
  const advice = `Make room, or keep things for a shorter time (FIELDMARSHAL_KEEP_…, FIELDMARSHAL_ARTEFACTS_MIB_MAX). ${stops}`;
  if (free < pieces || isUnder(free, size, room.failed)) return failed('disk', found, advice);
  return isUnder(free, size, room.warning) ? warning('disk', found, advice) : ok('disk', found);
}

function sizeOf(octets: number): string {
  return octets < gib ? `${Math.floor(octets / mib)} MiB` : `${round(octets / gib)} GiB`;
}

const unwritable: Readonly<Record<string, readonly [found: string, advice: string]>> = {
  EROFS: [
    'is on a file system that is read-only',
    'Mount it for writing, or name another place with --data; look at the log of the machine for why it is so: a disk that fails is made read-only.',
  ],
  EACCES: [
    'may not be written by whoever runs this',
    'Run doctor as the user of the server; where it is that one, let the directory belong to it (chown).',
  ],
  ENOTDIR: ['is no directory', 'Name a directory with --data.'],
};

/** A place where nothing can be written, by the code of the error that says so. */
export function judgeUnwritable(place: string, code: string): Finding {
  const [found, advice] = unwritable[code] ?? [
    `cannot be written (${code})`,
    'Look at the directory and its file system.',
  ];
  return failed('disk', `${place} ${found}.`, `${advice} Nothing is kept until then.`);
}

const clockS = { warning: 2, failed: 60 };

/** How far this machine's clock is from the database's, in seconds. */
export function judgeClock(aheadS: number): Finding {
  const by = Math.abs(aheadS);
  const found = `The clock here is ${by.toFixed(by < 10 ? 2 : 0)} s ${aheadS < 0 ? 'behind' : 'ahead of'} the database's.`;
  const advice =
    'Synchronise both machines (NTP). What is due goes by the database; what is shown, signed and logged goes by the clock here.';
  if (by > clockS.failed) return failed('clocks', found, advice);
  return by > clockS.warning ? warning('clocks', found, advice) : ok('clocks', found);
}

const certificateDays = { warning: 21, failed: 3 };

/** What the codes of OpenSSL and Node mean for who has to mend it: what is wrong, and what to do. */
const certificateProblems: Readonly<Record<string, readonly [found: string, advice: string]>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    'it is signed by itself',
    'Install one of an authority that browsers and senders know, or name the file of your own authority in FIELDMARSHAL_CA_FILE and install it there, too.',
  ],
  SELF_SIGNED_CERT_IN_CHAIN: [
    'it comes from an authority that this machine does not know',
    'Name the file of your own authority in FIELDMARSHAL_CA_FILE, and install it in browsers and senders, too.',
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    'the server does not send the certificates between it and its authority',
    'Give the proxy the whole chain ("fullchain"), not the certificate alone.',
  ],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
    'it comes from an authority that this machine does not know, or its chain is not whole',
    'Give the proxy the whole chain ("fullchain"); for an authority of your own, name its file in FIELDMARSHAL_CA_FILE.',
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'it is for other names',
    'Install one that names this host, or correct FIELDMARSHAL_PUBLIC_URL.',
  ],
  CERT_HAS_EXPIRED: ['it has ended', 'Renew it, and look at why it did not renew itself.'],
  CERT_NOT_YET_VALID: [
    'it does not count yet',
    'Look at the clock of this machine first, then at when the certificate begins.',
  ],
};

/** How long the certificate of the public address holds. `problem`: why browsers do not trust it, if they do not. */
export function judgeCertificate(
  host: string,
  { validTo, problem }: { readonly validTo: Date; readonly problem: string | null },
  now: Date,
): Finding {
  const days = Math.floor((validTo.getTime() - now.getTime()) / 86_400_000);
  const until = validTo.toISOString().slice(0, 10);
  if (problem !== null) {
    const [why, mend] = certificateProblems[problem] ?? [
      problem,
      'Install a certificate for this name with its whole chain.',
    ];
    return failed(
      'certificate',
      `The certificate of ${host} is not trusted: ${why}${problem === 'CERT_HAS_EXPIRED' ? `, on ${until}` : ''}.`,
      `${mend} Senders and phones refuse the address until then.`,
    );
  }
  const found = `The certificate of ${host} holds until ${until} (${counted(days, 'day')}).`;
  const advice = 'Renew it, and look at why it did not renew itself.';
  if (days < certificateDays.failed) return failed('certificate', found, advice);
  return days < certificateDays.warning ? warning('certificate', found, advice) : ok('certificate', found);
}

/** What must hold in PostgreSQL so that a 2xx means "kept", with what it means when it does not. */
const wanted = {
  fsync: ['on', 'A power cut may destroy the database.'],
  full_page_writes: ['on', 'A power cut may destroy pages of the database.'],
  server_encoding: ['UTF8', 'Texts in other scripts cannot be kept.'],
} as const;

/** The settings of the database as it reports them. */
export function judgeSettings(settings: Readonly<Record<string, string>>): Finding {
  const subject = 'database settings';
  for (const [name, [value, meaning]] of Object.entries(wanted))
    if (settings[name] !== value)
      return failed(
        subject,
        `${name} is ${settings[name] ?? 'not known'}. ${meaning}`,
        `Set ${name} to ${value}.`,
      );
  if (settings['synchronous_commit'] === 'off')
    return failed(
      subject,
      'synchronous_commit is off: an alert that was accepted may be lost in a crash.',
      'Set synchronous_commit to on, or remote_apply with a synchronous standby.',
    );
  return ok(subject, 'fsync and synchronous_commit are on.');
}

const versionMin = 150_000;

export function judgeVersion(version: number, text: string): Finding {
  if (version < versionMin)
    return failed('database', `It is PostgreSQL ${text}.`, 'Move to PostgreSQL 15 or later.');
  return ok('database', `It is PostgreSQL ${text}.`);
}

export interface Queue {
  /** Seconds since the recurring look of any worker should have run; null before the first start. */
  readonly pulseLateS: number | null;
  readonly oldestDueJobS: number;
  readonly overduePages: number;
}

const queueS = { pulse: 15, warning: 30, failed: 300 };

/** Whether the work is being done, and how far behind it is. */
export function judgeQueue({ pulseLateS, oldestDueJobS, overduePages }: Queue): Finding {
  const subject = 'queue';
  if (pulseLateS === null) return notChecked(subject, 'No server has worked on this database yet.');
  if (pulseLateS > queueS.pulse)
    return failed(
      subject,
      `No worker has looked at its jobs for ${Math.round(pulseLateS)} s: pages and messages wait.`,
      'Start a process with --role all or worker, and look at its log.',
    );
  if (overduePages > 0)
    return failed(
      subject,
      `${counted(overduePages, 'page')} should have left and did not.`,
      'Reach the people by another way, and look at the channels.',
    );
  const found = `The oldest due job waits ${Math.round(oldestDueJobS)} s.`;
  const advice = 'Look at the log of the workers and at the load of the database; start another worker.';
  if (oldestDueJobS > queueS.failed) return failed(subject, found, advice);
  return oldestDueJobS > queueS.warning ? warning(subject, found, advice) : ok(subject, found);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
