import { words } from './words.ts';

/** Words that errors and their causes use for one thing. What is known of software in general, not of any system. */
const families: readonly string[] = [
  'concurrent race deadlock lock unlock mutex sync synchronized atomic thread goroutine panic',
  'memory heap oom leak killed append accumulate buffer unbounded history evict retain allocation',
  'timeout deadline ttl expiry slow latency delay wait interval retry backoff',
  'cache miss hit ttl evict stale stampede',
  'disk space volume verbose debug level sample rotate retention flood',
  'throttle capacity batch provision quota limit limiter burst',
  'connection pool idle exhausted acquire release close socket',
  'certificate tls handshake cipher expired trust',
  'undefined nil null pointer dereference guard optional',
  'parse schema field mapping serialize deserialize decode encode unmarshal envelope column migration',
  'auth token permission role denied forbidden unauthorized scope credential secret',
  'dns resolve lookup host hostname address endpoint',
  'index scan query sql plan statement join',
  'queue backlog consumer offset lag partition poison redeliver',
  'replica scale autoscale pending schedule node evict',
  'register registry bootstrap init initialize missing predefined seed',
  'config flag toggle default environment variable',
  'round precision currency decimal tax price amount',
  'encoding utf charset locale timezone date format',
];

const byWord = new Map<string, Set<string>>();
for (const family of families) {
  const kin = words(family);
  for (const word of kin) byWord.set(word, new Set([...(byWord.get(word) ?? []), ...kin]));
}

/** The words that stand for the same thing as `word`, itself left out. */
export function kinOf(word: string): readonly string[] {
  return [...(byWord.get(word) ?? [])].filter((other) => other !== word);
}
