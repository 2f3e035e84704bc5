import { createHash, generateKeyPairSync, sign } from 'node:crypto';

/** A passkey in software, for one origin; what it is asked comes as the options of the server. */
export interface SoftPasskey {
  readonly id: string;
  make(challenge: string): object;
  use(challenge: string, changed?: { origin?: string; counter?: number; verified?: boolean }): object;
}

/** An authenticator that makes one ES256 credential, without attestation. */
export function softPasskey(origin: string): SoftPasskey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const idBytes = createHash('sha256').update(x).digest();
  const id = idBytes.toString('base64url');
  const rpIdHash = createHash('sha256').update(new URL(origin).hostname).digest();
  let uses = 0;
  const clientData = (type: string, challenge: string, from: string): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin: from, crossOrigin: false }));
  // User present 0x01, verified 0x04, with credential data 0x40.
  const authData = (flags: number, counter: number, rest = Buffer.alloc(0)): Buffer => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([rpIdHash, Buffer.from([flags]), count, rest]);
  };
  const shared = { id, rawId: id, type: 'public-key', clientExtensionResults: {} };
  return {
    id,
    make: (challenge) => {
      const coordinate = (text: string): Buffer =>
        Buffer.concat([Buffer.from([0x58, 32]), Buffer.from(text, 'base64url')]);
      // COSE: kty EC2, alg ES256, crv P-256, x, y.
      const cose = Buffer.concat([
        Buffer.from('a501020326200121', 'hex'),
        coordinate(x),
        Buffer.from([0x22]),
        coordinate(y),
      ]);
      const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, idBytes.length]), idBytes, cose]);
      const data = authData(0x45, 0, credential);
      const attestation = Buffer.concat([
        Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746159', 'hex'),
        Buffer.from([data.length >> 8, data.length & 0xff]),
        data,
      ]);
      return {
        ...shared,
        response: {
          clientDataJSON: clientData('webauthn.create', challenge, origin).toString('base64url'),
          attestationObject: attestation.toString('base64url'),
          transports: ['internal'],
        },
      };
    },
    use: (challenge, { origin: from = origin, counter, verified = true } = {}) => {
      uses += 1;
      const data = authData(verified ? 0x05 : 0x01, counter ?? uses);
      const client = clientData('webauthn.get', challenge, from);
      const signed = Buffer.concat([data, createHash('sha256').update(client).digest()]);
      return {
        ...shared,
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: sign('sha256', signed, privateKey).toString('base64url'),
        },
      };
    },
  };
}
