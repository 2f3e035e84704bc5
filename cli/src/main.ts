#!/usr/bin/env node
import { program } from './program.ts';
import { printFailure } from './failure.ts';

// Started under an older Node, this process hangs on a channel to it; only `serve` needs to hear of its end.
process.channel?.unref();

try {
  await program.parseAsync();
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}
