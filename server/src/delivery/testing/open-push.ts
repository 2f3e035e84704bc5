import { createDecipheriv, hkdfSync, type ECDH } from 'node:crypto';

/** Decrypts a body as a browser does (RFC 8188 aes128gcm with the keys of RFC 8291); written from the standards, apart from the library that encrypts. */
export function openPush(body: Buffer, browser: { keys: ECDH; auth: Buffer }): string {
  const salt = body.subarray(0, 16);
  const senderKey = body.subarray(21, 21 + body.readUInt8(20));
  const sealed = body.subarray(21 + senderKey.length);
  const shared = browser.keys.computeSecret(senderKey);
  const keyInfo = Buffer.concat([Buffer.from('WebPush: info\0'), browser.keys.getPublicKey(), senderKey]);
  const secret = Buffer.from(hkdfSync('sha256', shared, browser.auth, keyInfo, 32));
  const part = (info: string, length: number): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, salt, Buffer.from(`Content-Encoding: ${info}\0`), length));
  const open = createDecipheriv('aes-128-gcm', part('aes128gcm', 16), part('nonce', 12));
  open.setAuthTag(sealed.subarray(-16));
  const text = Buffer.concat([open.update(sealed.subarray(0, -16)), open.final()]);
  // After the last octet of text stands the delimiter 2, then padding.
  return text.subarray(0, text.lastIndexOf(2)).toString('utf8');
}
