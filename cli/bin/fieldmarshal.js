#!/usr/bin/env node
// Plain JavaScript that any Node since 20 can read: the program itself is TypeScript, which needs Node 24 and runs there without a build.
import { spawn } from 'node:child_process';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledProgram, compiledFolder } from './bundled.js';

const wanted = 24;

if (Number(process.versions.node.split('.')[0]) >= wanted) {
  rememberCompiled();
  await import(bundledProgram() ?? '../src/main.ts');
} else {
  const node = bundledNode();
  if (node === null) {
    process.stderr.write(
      `Fieldmarshal needs Node ${wanted} or later; this is ${process.version} and there is no bundled one for ${process.platform}-${process.arch}. Install Node ${wanted}, or run "npm ci" where optional dependencies are not left out.\n`,
    );
    process.exit(1);
  }
  runUnder(node);
}

/**
 * Compiling is much of a start, and of the wait for pages after a crash, so what was compiled is kept. Without a place to write it is
 * compiled each time. Written after a while and not only at the end, which a killed process does not see.
 */
function rememberCompiled() {
  module.enableCompileCache(compiledFolder);
  setTimeout(() => module.flushCompileCache(), 5_000).unref();
}

/** The Node that npm installed as an optional dependency, or null. */
function bundledNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  try {
    const manifest = createRequire(import.meta.url).resolve(`node-${platform}-${process.arch}/package.json`);
    return join(dirname(manifest), 'bin', platform === 'win' ? 'node.exe' : 'node');
  } catch {
    return null;
  }
}

/**
 * The channel tells the other side when this process is gone, however it went.
 * @param {string} node
 */
function runUnder(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`The bundled Node ${node} cannot be started: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
}
