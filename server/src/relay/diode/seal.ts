import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { datagramHeadBytes, headBytes, sealBytes, type DatagramHead } from '../core/diode/datagram.ts';
import type { DiodeKey } from './keys.ts';

const algorithm = 'aes-256-gcm';

/** A datagram as it leaves. The same shard gives the same bytes whenever it is sent again. */
export function sealDatagram(key: DiodeKey, head: DatagramHead, shard: Uint8Array): Buffer {
  const bytes = headBytes(head);
  const cipher = createCipheriv(algorithm, key.seal, nonceOf(key, bytes)).setAAD(bytes);
  return Buffer.concat([bytes, cipher.update(shard), cipher.final(), cipher.getAuthTag()]);
}

/** The shard, or null where anything of the datagram is not as it left. */
export function openDatagram(key: DiodeKey, datagram: Buffer): Buffer | null {
  const head = datagram.subarray(0, datagramHeadBytes);
  const decipher = createDecipheriv(algorithm, key.seal, nonceOf(key, head))
    .setAAD(head)
    .setAuthTag(datagram.subarray(datagram.length - sealBytes));
  const shard = decipher.update(datagram.subarray(datagramHeadBytes, datagram.length - sealBytes));
  try {
    return Buffer.concat([shard, decipher.final()]);
  } catch {
    return null;
  }
}

/** The head names the file by its hash and the shard in it, and so what is sealed: no nonce is used for two things. */
function nonceOf({ nonce }: DiodeKey, head: Uint8Array): Buffer {
  return createHmac('sha256', nonce).update(head).digest().subarray(0, 12);
}
