import { pino, type Logger } from 'pino';
import { redacted, redactText } from './redact.ts';
import { countLogLine } from './telemetry/metrics.ts';

export type Log = Logger;

type Hear = (line: string) => void;
const listeners = new Set<Hear>();

/** Tells `hear` every line that is written in this thread from now on, without its secrets. The function given back ends that. */
export function onLogLine(hear: Hear): () => void {
  listeners.add(hear);
  return () => void listeners.delete(hear);
}

function written(line: string): string {
  const text = redactText(line);
  for (const hear of listeners) hear(text);
  return text;
}

/**
 * Structured log, one JSON object for each line, to standard error unless `write` takes it, so that a command's own output stays clean.
 * Secrets are taken out by field name at any depth, and by their form wherever they stand.
 */
export function createLog(level: string, write?: (line: string) => void): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => redacted(fields),
      },
      hooks: {
        logMethod(words, method, number) {
          countLogLine(pino.levels.labels[number] ?? 'unknown');
          method.apply(this, words);
        },
        streamWrite: written,
      },
    },
    write === undefined ? pino.destination({ fd: 2, sync: false }) : { write },
  );
}
