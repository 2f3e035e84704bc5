import { heldSecondsMax, waitingMax } from '@fieldmarshal/contract/feedback/bounds';

/**
 * The part of {@link embedScript} that keeps what could not be sent, in the browser of who gave it and under the origin of their page, until
 * the server has taken or refused it. Each answer stands under a name of its own, so that two pages never overwrite one another, and has a
 * key, so that it is counted once however often it is sent. It uses `server` and defines `outbox`.
 */
export const embedOutbox = `
  const prefix = 'fieldmarshal.feedback.' + server + '.';
  const keyOf = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  // Browsers may forbid the storage, or it is full: then nothing is kept.
  const stored = (use, otherwise) => { try { return use(localStorage); } catch { return otherwise; } };
  const read = (name) => stored((storage) => {
    const { at, body, isRefused } = JSON.parse(storage.getItem(name));
    return typeof at === 'number' && typeof body.key === 'string' ? [{ name, at, body, isRefused }] : [];
  }, []);
  const outbox = { changed: () => {} };
  outbox.list = () => stored((storage) => Object.keys(storage), []).filter((name) => name.startsWith(prefix)).flatMap(read)
    .sort((a, b) => a.at - b.at);
  outbox.discard = () => { for (const { name } of outbox.list()) stored((storage) => storage.removeItem(name)); outbox.changed(); };
  const put = (name, entry) => stored((storage) => { storage.setItem(name, JSON.stringify(entry)); return true; }, false);
  const post = async (body, at) => {
    const heldSeconds = Math.min(${heldSecondsMax}, Math.max(0, Math.round((Date.now() - at) / 1000)));
    try {
      const { ok, status } = await fetch(server + '/feedback/embed', { method: 'POST', credentials: 'omit',
        headers: { 'content-type': 'text/plain' }, body: JSON.stringify({ ...body, heldSeconds }), signal: AbortSignal.timeout(20000) });
      return ok ? 'taken' : status >= 500 || status === 408 || status === 409 ? 'later' : status === 429 ? 'too many' : 'refused';
    } catch { return 'later'; }
  };
  // It stands here before it is sent, so that a page which is closed in between loses nothing.
  outbox.give = async (body) => {
    const name = prefix + body.key;
    const at = Date.now();
    const isFull = outbox.list().filter((each) => each.name !== name).length >= ${waitingMax};
    const isKept = !isFull && put(name, { at, body });
    const outcome = await post(body, at);
    if (outcome !== 'later') stored((storage) => storage.removeItem(name));
    else if (isKept) again(15000);
    outbox.changed();
    return outcome === 'later' && isKept ? 'kept' : outcome;
  };
  const due = () => outbox.list().filter(({ isRefused }) => !isRefused);
  let isSending = false;
  const flush = async (waitMs) => {
    if (isSending) return;
    isSending = true;
    let isLate = false;
    for (const { name, at, body } of due()) {
      // Discarded in the meantime, or sent by another page.
      if (isLate || read(name).length === 0) continue;
      const outcome = await post(body, at);
      isLate = outcome === 'later' || outcome === 'too many';
      if (outcome === 'taken') stored((storage) => storage.removeItem(name));
      // It stays until its person discards it: nothing is lost without a word.
      if (outcome === 'refused') put(name, { at, body, isRefused: true });
    }
    isSending = false;
    outbox.changed();
    if (due().length > 0) again(waitMs);
  };
  let timer;
  // Many pages lose the server at the same instant; they must not all come back in the same one.
  const again = (waitMs) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(Math.min(300000, waitMs * 2)), waitMs * (0.75 + Math.random() / 2));
  };
  outbox.start = () => { void flush(15000); addEventListener('online', () => void flush(15000)); };
`;
