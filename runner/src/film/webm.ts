/** A picture as the encoder of a browser gives it. */
export interface Coded {
  /** Milliseconds from the beginning; in order. */
  readonly atMs: number;
  readonly isKey: boolean;
  readonly bytes: Uint8Array;
}

export interface Film {
  readonly width: number;
  readonly height: number;
  readonly durationMs: number;
  /** VP8; the first is a key. */
  readonly pictures: readonly Coded[];
}

/** Ids of https://www.matroska.org/technical/elements.html, as bytes. */
const id = {
  ebml: 0x1a45dfa3,
  version: 0x4286,
  readVersion: 0x42f7,
  idLength: 0x42f2,
  sizeLength: 0x42f3,
  docType: 0x4282,
  docVersion: 0x4287,
  docReadVersion: 0x4285,
  segment: 0x18538067,
  info: 0x1549a966,
  scale: 0x2ad7b1,
  duration: 0x4489,
  muxer: 0x4d80,
  writer: 0x5741,
  tracks: 0x1654ae6b,
  track: 0xae,
  number: 0xd7,
  uid: 0x73c5,
  type: 0x83,
  codec: 0x86,
  video: 0xe0,
  width: 0xb0,
  height: 0xba,
  cluster: 0x1f43b675,
  time: 0xe7,
  block: 0xa3,
  cues: 0x1c53bb6b,
  cue: 0xbb,
  cueTime: 0xb3,
  cuePositions: 0xb7,
  cueTrack: 0xf7,
  cuePosition: 0xf1,
} as const;

/** A film as a WebM file (a Matroska subset) that can be searched: each key begins a cluster, and the cues name every cluster. */
export function webm(film: Film): Buffer {
  const head = Buffer.concat([info(film), tracks(film)]);
  const clusters = clustersOf(film.pictures);
  let position = head.length;
  const cues = clusters.map(({ atMs, bytes }) => {
    const cue = element(id.cue, [
      unsigned(id.cueTime, atMs),
      element(id.cuePositions, [unsigned(id.cueTrack, 1), unsigned(id.cuePosition, position)]),
    ]);
    position += bytes.length;
    return cue;
  });
  const segment = [head, ...clusters.map(({ bytes }) => bytes), element(id.cues, cues)];
  return Buffer.concat([header(), element(id.segment, segment)]);
}

function header(): Buffer {
  return element(id.ebml, [
    unsigned(id.version, 1),
    unsigned(id.readVersion, 1),
    unsigned(id.idLength, 4),
    unsigned(id.sizeLength, 8),
    text(id.docType, 'webm'),
    unsigned(id.docVersion, 2),
    unsigned(id.docReadVersion, 2),
  ]);
}

function info({ durationMs }: Film): Buffer {
  const duration = Buffer.alloc(8);
  duration.writeDoubleBE(durationMs);
  return element(id.info, [
    // Nanoseconds in a unit of time: a millisecond.
    unsigned(id.scale, 1_000_000),
    element(id.duration, [duration]),
    text(id.muxer, 'fieldmarshal'),
    text(id.writer, 'fieldmarshal'),
  ]);
}

function tracks({ width, height }: Film): Buffer {
  const video = element(id.video, [unsigned(id.width, width), unsigned(id.height, height)]);
  return element(id.tracks, [
    element(id.track, [
      unsigned(id.number, 1),
      unsigned(id.uid, 1),
      unsigned(id.type, 1),
      text(id.codec, 'V_VP8'),
      video,
    ]),
  ]);
}

/** The time of a block counts from its cluster in 16 bits. */
const clusterMsMax = 30_000;

function clustersOf(pictures: readonly Coded[]): { atMs: number; bytes: Buffer }[] {
  const groups: Coded[][] = [];
  for (const picture of pictures) {
    const group = groups.at(-1);
    const isNew = group === undefined || picture.isKey || picture.atMs - (group[0]?.atMs ?? 0) > clusterMsMax;
    if (isNew) groups.push([picture]);
    else group.push(picture);
  }
  return groups.map((group) => {
    const atMs = Math.round(group[0]?.atMs ?? 0);
    const blocks = group.map((picture) => block(picture, atMs));
    return { atMs, bytes: element(id.cluster, [unsigned(id.time, atMs), ...blocks]) };
  });
}

function block({ atMs, isKey, bytes }: Coded, clusterMs: number): Buffer {
  const head = Buffer.from([0x81, 0, 0, isKey ? 0x80 : 0]);
  head.writeInt16BE(Math.round(atMs) - clusterMs, 1);
  return element(id.block, [head, bytes]);
}

function element(name: number, parts: readonly Uint8Array[]): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(parts.reduce((sum, part) => sum + part.length, 0)));
  // A length of eight bytes says so by its first bit.
  size[0] = 0x01;
  return Buffer.concat([whole(name), size, ...parts]);
}

function unsigned(name: number, value: number): Buffer {
  return element(name, [whole(value)]);
}

function text(name: number, value: string): Buffer {
  return element(name, [Buffer.from(value, 'ascii')]);
}

/** The fewest bytes that hold a number, one at least. */
function whole(value: number): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}
