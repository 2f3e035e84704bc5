import type { PasskeyQuestion } from '@fieldmarshal/contract/identity/sign-in';

// The script of the passkey page: signs in with a passkey where the browser knows them.

/** Sends JSON; an answer that is no success becomes its sentence. */
async function send(path: string, body: object): Promise<unknown> {
  const response = await fetch(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer;
  const told =
    typeof answer === 'object' && answer !== null && 'detail' in answer ? String(answer.detail) : null;
  throw new Error(told ?? 'The server did not answer as it should. Please try again.');
}

async function signIn(): Promise<boolean> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server is ours and checks what it sends
  const { ticket, options } = (await send('/sign-in/passkey/options', {})) as PasskeyQuestion;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the library on the server made them
  const json = options as unknown as PublicKeyCredentialRequestOptionsJSON;
  const credential = await navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json),
  });
  if (!(credential instanceof PublicKeyCredential)) return false;
  await send('/sign-in/passkey', { ticket, response: credential.toJSON() });
  return true;
}

function offer(place: HTMLElement, fault: HTMLElement, button: HTMLButtonElement): void {
  const tell = (text: string): void => {
    fault.textContent = text;
    fault.hidden = text === '';
    button.disabled = false;
  };
  place.hidden = false;
  document.querySelector('#passkey-missing')?.remove();
  button.addEventListener('click', () => {
    button.disabled = true;
    fault.hidden = true;
    signIn().then(
      (done) => (done ? location.assign(place.dataset['to'] ?? '/') : tell('')),
      // Whoever closes the browser's own question knows that they did.
      (error: unknown) =>
        tell(error instanceof Error && error.name !== 'NotAllowedError' ? error.message : ''),
    );
  });
}

const place = document.querySelector<HTMLElement>('#passkey');
const fault = document.querySelector<HTMLElement>('#passkey-fault');
const button = place?.querySelector('button');
if (
  place &&
  fault &&
  button &&
  'PublicKeyCredential' in globalThis &&
  'parseRequestOptionsFromJSON' in PublicKeyCredential
)
  offer(place, fault, button);
