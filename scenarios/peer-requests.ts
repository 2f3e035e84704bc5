/** One request that Alertmanager and we are sent alike. `$name` in path or body stands for what an earlier answer is remembered under. */
export interface PeerRequest {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly type?: string;
  /** Remember the id of the silence that was made under this name. */
  readonly keep?: string;
  /** Compare status and content type only: what is wrong is said in other words, or holds each one's own set-up. */
  readonly statusOnly?: boolean;
  /** What a repeat only prolongs is written within a second, so the answer may come to be the same. */
  readonly grows?: boolean;
}

const api = '/api/v2';
const get = (path: string, more: Partial<PeerRequest> = {}): PeerRequest => ({
  name: `GET ${path}`,
  method: 'GET',
  path: `${api}${path}`,
  ...more,
});
const postAlerts = (name: string, body: unknown, more: Partial<PeerRequest> = {}): PeerRequest => ({
  name: `alerts: ${name}`,
  method: 'POST',
  path: `${api}/alerts`,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  ...more,
});
const filter = (text: string): string => `filter=${encodeURIComponent(text)}`;
const named = (name: string): string =>
  get(`/alerts?${filter(`alertname="${name}"`)}`).path.slice(api.length);

/** Posts one alert and looks at what became of it. */
function alertOf(name: string, parts: object, labels: object = {}): PeerRequest[] {
  const alertname = name.replaceAll(/\W/g, '_');
  return [
    postAlerts(name, [{ labels: { alertname, ...labels }, ...parts }]),
    get(named(alertname), { name: `${name}: seen` }),
  ];
}

/** Stories of requests. Those of one stage know nothing of each other; the later stages see what the earlier ones left. */
export function peerRequests(now: number): PeerRequest[][][] {
  const at = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();
  return [
    [alertRequests(at), refusedAlerts(at), refusedSilences(at), lifeOfAnAlert(at), addresses()],
    [filterRequests()],
    [silenceRequests(at)],
  ];
}

type At = (minutes: number) => string;

function alertRequests(at: At): PeerRequest[] {
  return [
    ...alertOf('without times', { annotations: { summary: 'x', empty: '' } }),
    ...alertOf('end ahead', { startsAt: at(-5), endsAt: at(60) }),
    ...alertOf('end ahead without a start', { endsAt: at(60) }),
    ...alertOf('end past', { startsAt: at(-120), endsAt: at(-60) }),
    ...alertOf('end past without a start', { endsAt: at(-1) }),
    ...alertOf('start ahead', { startsAt: at(60), endsAt: at(120) }),
    ...alertOf('start and end equal', { startsAt: at(60), endsAt: at(60) }),
    ...alertOf('zero times', { startsAt: '0001-01-01T00:00:00Z', endsAt: '0001-01-01T00:00:00Z' }),
    ...alertOf('a time of an offset', { startsAt: '2026-01-01T02:00:00+02:00' }),
    ...alertOf('a time without a zone', { startsAt: '2026-01-01T00:00:00' }),
    ...alertOf('a time without seconds', { startsAt: '2026-01-01T00:00Z' }),
    ...alertOf('nanoseconds', { startsAt: '2026-01-01T00:00:00.123456789Z' }),
    ...alertOf('an empty label', {}, { x: '' }),
    ...alertOf('a label that is null', {}, { x: null }),
    ...alertOf('any text in a value', {}, { v: 'ü ✓ 漢字 \u202E 😀 <b>&"\\\t\n' }),
    ...alertOf('labels in another order', {}, { zz: '1', aa: '2', Mm: '3' }),
    ...alertOf('a generator', { generatorURL: 'http://prometheus.example/graph?g0.expr=a%3Cb&x=<y>' }),
    ...alertOf('no generator', { generatorURL: '' }),
    ...alertOf('a field that is not known', { foo: 1 }),
    ...alertOf('annotations null', { annotations: null }),
    postAlerts('none', []),
    postAlerts('null', null),
    postAlerts('good ones among bad ones', [
      { labels: { alertname: 'mixed1' } },
      { labels: {} },
      { labels: { 'a-b': 'c' } },
      { labels: { alertname: 'mixed2' } },
    ]),
    get(`/alerts?${filter('alertname=~"mixed."')}`),
  ];
}

function refusedAlerts(at: At): PeerRequest[] {
  const one = (parts: object): unknown => [{ labels: { alertname: 'refused' }, ...parts }];
  const otherWords = { statusOnly: true };
  return [
    postAlerts('start after end', one({ startsAt: at(20), endsAt: at(10) })),
    postAlerts('start after the time-out', one({ startsAt: at(60) })),
    ...[
      '2026-01-01',
      'x',
      '2026-02-30T00:00:00Z',
      '2026-01-01T24:00:00Z',
      '2026-01-01T00:00:00+0200',
      '2026-01-01T00:00:60Z',
      1,
    ].map((startsAt) => postAlerts(`start ${startsAt}`, one({ startsAt }), otherWords)),
    postAlerts('no labels', [{ annotations: {} }]),
    postAlerts('labels null', [{ labels: null }]),
    postAlerts('labels empty', [{ labels: {} }]),
    postAlerts('only empty labels', [{ labels: { a: '' } }]),
    ...['a-b', 'ü', '1a', 'a:b', '', 'a b'].map((name) =>
      postAlerts(`label named "${name}"`, [{ labels: { alertname: 'refused', [name]: 'x' } }]),
    ),
    ...[1, true, {}, []].map((value) =>
      postAlerts(`label ${JSON.stringify(value)}`, [{ labels: { a: value } }], otherWords),
    ),
    postAlerts('labels a list', [{ labels: [] }], otherWords),
    postAlerts('annotation named a-b', one({ annotations: { 'a-b': 'c' } })),
    postAlerts('annotation a number', one({ annotations: { a: 1 } }), otherWords),
    ...['x y', 'x', 'http://x/%zz'].map((generatorURL) =>
      postAlerts(`generator "${generatorURL}"`, one({ generatorURL })),
    ),
    postAlerts('generator a number', one({ generatorURL: 3 }), otherWords),
    ...['{}', '"x"', '5'].map((body) => postAlerts(body, body)),
    ...['[1]', '[[]]', '{', '[', '[NaN]'].map((body) => postAlerts(body, body, otherWords)),
    postAlerts('an empty body', ''),
    ...['text/plain', 'text/json', 'application/x-www-form-urlencoded', '*/*'].map((type) =>
      postAlerts(`as ${type}`, '[]', { type }),
    ),
    postAlerts('as JSON with a charset', '[]', { type: 'application/json; charset=utf-8' }),
    get(named('refused'), { name: 'nothing of all that is stored' }),
  ];
}

function filterRequests(): PeerRequest[] {
  const two = filter('alertname=~"filtered_."');
  const seen = (query: string): PeerRequest => get(`/alerts?${two}&${query}`);
  const flags = ['active', 'silenced', 'inhibited', 'unprocessed'];
  const values = ['true', 'false', 'TRUE', 'False', '1', '0', '', 'x'];
  const matchers = [
    ...['a', 'a=', 'a=b', 'a="b', 'a==b', 'a=b,c=d', '{}', '{a="b"}', '{a="b"', 'a="b"}', '=b', 'a!b', ''],
    ...[
      'a="b" ',
      ' a = "b" ',
      String.raw`a="b\"c"`,
      'a=b"c',
      String.raw`a="\n"`,
      'a-b="c"',
      'ü="c"',
      '1a="c"',
    ],
    ...[
      'a=~"b|c"',
      'a=~"("',
      'a!~".*"',
      'a!=""',
      'a!="b"',
      'a!~"b"',
      'a=~"(?i)B"',
      'a=~""',
      String.raw`a=~"\d"`,
    ],
    ...['a=~"x{1001}"', 'a=~"(?=x)"', 'a=~"*"', 'a=~"[z-a]"', 'a=~"[[:alpha:]]"', String.raw`a=~"\p{Greek}"`],
    ...['a="b",', ',a="b"', 'a="b",,c="d"', "a='b'", 'a:b="c"', 'a="ü"', 'a="b\nc"', 'a="b" c="d"'],
  ];
  return [
    postAlerts('two to filter', [
      { labels: { alertname: 'filtered_1', a: 'b' } },
      { labels: { alertname: 'filtered_2', c: 'd' } },
    ]),
    ...flags.flatMap((flag) => values.map((value) => seen(`${flag}=${value}`))),
    seen('active=true&active=false'),
    ...['', 'nobody', '(', '.*'].map((receiver) => seen(`receiver=${encodeURIComponent(receiver)}`)),
    seen('unknown=1'),
    ...matchers.map((text) => seen(filter(text))),
    ...matchers.slice(0, 13).map((text) => get(`/silences?${filter(text)}`)),
    ...['active=false', 'receiver=nobody', 'receiver=(', filter('a=~"("'), filter('a')].map((query) =>
      get(`/alerts/groups?${query}`),
    ),
  ];
}

function silence(at: At, parts: object = {}): object {
  return {
    matchers: [{ name: 'alertname', value: 'hushed', isRegex: false, isEqual: true }],
    startsAt: at(0),
    endsAt: at(10),
    createdBy: 'me',
    comment: 'why',
    ...parts,
  };
}

function postSilence(name: string, body: unknown, more: Partial<PeerRequest> = {}): PeerRequest {
  return {
    name: `silence: ${name}`,
    method: 'POST',
    path: `${api}/silences`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...more,
  };
}

function silenceRequests(at: At): PeerRequest[] {
  const one = `${api}/silence/`;
  const expire = (id: string): PeerRequest => ({
    name: `expire ${id}`,
    method: 'DELETE',
    path: `${one}${id}`,
  });
  const hushed = filter('alertname="hushed"');
  const looks = ['', '&silenced=false', '&active=false', '&active=false&silenced=false'].map((flags) =>
    get(`/alerts?${hushed}${flags}`),
  );
  const matcher = (parts: object): object => ({
    matchers: [{ name: 'a', value: 'b', isRegex: false, ...parts }],
  });
  return [
    postAlerts('one to silence', [{ labels: { alertname: 'hushed' } }]),
    postSilence('new', silence(at), { keep: 'first' }),
    get('/silence/$first'),
    ...looks,
    postSilence('longer', silence(at, { id: '$first', endsAt: at(60) })),
    get('/silence/$first', { name: 'keeps its id' }),
    get(`/silences?${hushed}`),
    get(`/silences?${filter('alertname=~"hushed"')}`, { name: 'silences are found by the very matcher' }),
    postSilence('other matchers', silence(at, { id: '$first', ...matcher({}) }), { keep: 'second' }),
    get('/silence/$first', { name: 'is replaced' }),
    expire('$second'),
    { ...expire('$second'), name: 'expire again' },
    get('/silence/$second', { name: 'is expired' }),
    ...looks,
    postSilence('ahead', silence(at, { startsAt: at(30), endsAt: at(60) }), { keep: 'ahead' }),
    get('/silence/$ahead'),
    get(`/silences?${hushed}`, { name: 'silences in order' }),
    expire('$ahead'),
    get('/silence/$ahead', { name: 'never was' }),
    ...Object.entries({
      negative: matcher({ isEqual: false }),
      pattern: matcher({ isRegex: true, value: 'b.*' }),
      'empty beside another': {
        matchers: [
          { name: 'a', value: '', isRegex: false },
          { name: 'b', value: 'c', isRegex: false },
        ],
      },
      'start past': { startsAt: at(-60) },
      'zero start': { startsAt: '0001-01-01T00:00:00Z' },
      'empty comment': { comment: '' },
      'empty id': { id: '' },
    }).flatMap(([name, parts], index) => [
      postSilence(name, silence(at, parts), { keep: `kind${index}` }),
      get(`/silence/$kind${index}`, { name: `${name}: seen` }),
    ]),
  ];
}

function refusedSilences(at: At): PeerRequest[] {
  const matchers = (...list: readonly unknown[]): object => ({ matchers: list });
  const refused = (name: string, parts: object): PeerRequest => postSilence(name, silence(at, parts));
  const otherWords = (name: string, parts: object): PeerRequest => ({
    ...refused(name, parts),
    statusOnly: true,
  });
  const unknown = '00000000-0000-4000-8000-000000000000';
  return [
    ...['matchers', 'startsAt', 'endsAt', 'createdBy', 'comment'].flatMap((field) => [
      refused(`no ${field}`, { [field]: undefined }),
      refused(`${field} null`, { [field]: null }),
      otherWords(`${field} a number`, { [field]: 1 }),
    ]),
    refused('no matcher', matchers()),
    refused('matcher {}', matchers({})),
    refused('matcher without a value', matchers({ name: 'a', isRegex: false })),
    refused('matcher with an empty name', matchers({ name: '', value: 'x', isRegex: false })),
    refused('matcher named a-b', matchers({ name: 'a-b', value: 'x', isRegex: false })),
    refused('matcher named ü', matchers({ name: 'ü', value: 'x', isRegex: false })),
    refused('only an empty value', matchers({ name: 'a', value: '', isRegex: false })),
    refused('a pattern for everything', matchers({ name: 'a', value: '.*', isRegex: true })),
    refused('a broken pattern', matchers({ name: 'a', value: '(', isRegex: true })),
    otherWords('isRegex a text', matchers({ name: 'a', value: 'x', isRegex: 'false' })),
    refused('end past', { startsAt: at(-120), endsAt: at(-60) }),
    refused('zero end', { endsAt: '0001-01-01T00:00:00Z' }),
    refused('end before start', { startsAt: at(20), endsAt: at(10) }),
    refused('end at start', { startsAt: at(20), endsAt: at(20) }),
    otherWords('start x', { startsAt: 'x' }),
    refused('unknown id', { id: unknown }),
    refused('id that is none', { id: 'x' }),
    otherWords('id a number', { id: 1 }),
    postSilence('an empty body', ''),
    postSilence('null', 'null'),
    ...['{', '[]', '"x"'].map((body) => postSilence(body, body, { statusOnly: true })),
    get(`/silence/${unknown}`),
    ...['x', '0', '%20'].flatMap((id) =>
      ['GET', 'DELETE'].map((method) => get(`/silence/${id}`, { name: `${method} silence ${id}`, method })),
    ),
  ];
}

function lifeOfAnAlert(at: At): PeerRequest[] {
  const say = (name: string, parts: object): PeerRequest[] => [
    postAlerts(name, [{ labels: { alertname: 'lived' }, ...parts }]),
    get(named('lived'), { name: `${name}: seen`, grows: true }),
  ];
  return [
    ...say('fires', { startsAt: at(-30), annotations: { v: '1' } }),
    ...say('says something else', { startsAt: at(-30), annotations: { v: '2' } }),
    ...say('says an earlier start', { startsAt: at(-60) }),
    ...say('says a later start', { startsAt: at(-10) }),
    ...say('says an end ahead', { startsAt: at(-60), endsAt: at(30) }),
    ...say('says a later end', { startsAt: at(-60), endsAt: at(60) }),
    ...say('ends', { startsAt: at(-60), endsAt: at(-0.1) }),
    ...say('fires again', { startsAt: at(0) }),
  ];
}

function addresses(): PeerRequest[] {
  const wrong = ['PUT', 'DELETE', 'PATCH', 'OPTIONS'].map((method) =>
    get('/alerts', { name: `${method} alerts`, method, statusOnly: true }),
  );
  return [
    ...['/status', '/receivers'].map((path) => get(path, { statusOnly: true })),
    ...['/x', '/alerts/x', '/silence'].map((path) => get(path)),
    ...wrong,
    get('/status', { name: 'POST status', method: 'POST', statusOnly: true }),
    ...['ready', 'healthy'].map((path) => ({ name: path, method: 'GET', path: `/-/${path}` })),
  ];
}
