import type { PasskeyQuestion } from '@fieldmarshal/contract/identity/sign-in';

/** Whether this browser can make and use passkeys here; it cannot where the page did not come over TLS. */
export function knowsPasskeys(): boolean {
  return typeof PublicKeyCredential !== 'undefined' && 'parseCreationOptionsFromJSON' in PublicKeyCredential;
}

/** Lets the browser make a passkey; null where the person turned away. */
export async function makePasskey({ options }: PasskeyQuestion): Promise<object | null> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the library on the server made them
  const json = options as unknown as PublicKeyCredentialCreationOptionsJSON;
  return orTurnedAway(async () =>
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json) }),
  );
}

/** Lets the browser ask for a passkey; null where the person turned away. */
export async function askForPasskey({ options }: PasskeyQuestion): Promise<object | null> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the library on the server made them
  const json = options as unknown as PublicKeyCredentialRequestOptionsJSON;
  return orTurnedAway(async () =>
    navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json) }),
  );
}

async function orTurnedAway(ask: () => Promise<Credential | null>): Promise<object | null> {
  try {
    const credential = await ask();
    return credential instanceof PublicKeyCredential ? credential.toJSON() : null;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotAllowedError') return null;
    throw error;
  }
}
