// Writes docs/configuration.md from the configuration's schema: `npm run reference`.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { configurationReference } from '@fieldmarshal/server/doctor';

const path = new URL('../docs/configuration.md', import.meta.url).pathname;
writeFileSync(path, configurationReference());
execFileSync('npx', ['oxfmt', path]);
console.log('Wrote docs/configuration.md.');
