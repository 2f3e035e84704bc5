import { createTransport } from 'nodemailer';
import { afterEach, describe, expect, it } from 'vitest';
import { startMailCatcher, type MailCatcher } from './catcher.ts';
import { readMail } from './message.ts';
import { startMailPage } from './page.ts';

const running: { stop(): Promise<void> }[] = [];
afterEach(() => Promise.all(running.splice(0).map((service) => service.stop())));

async function started(): Promise<{ catcher: MailCatcher; url: string }> {
  const catcher = await startMailCatcher(0, readMail);
  const page = await startMailPage(catcher, 0);
  running.push(page, catcher);
  return { catcher, url: `http://127.0.0.1:${page.port}` };
}

async function deliver(port: number, mail: Record<string, unknown>): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port, secure: false });
  await transport.sendMail({ from: 'fm@relief.example', to: 'amina.osei@relief.example', ...mail });
  transport.close();
}

const link = `http://127.0.0.1:4600/p/${'k'.repeat(90)}`;

describe('the mail catcher', () => {
  it.each([
    ['plain text', { text: `Ünïcode — answer at\n${link}\n` }],
    ['text and HTML', { text: `Ünïcode — answer at\n${link}\n`, html: '<p>not this</p>' }],
    ['HTML only', { html: `<p>Ünïcode — answer at</p><a href="${link}">Acknowledge</a>` }],
    [
      'text with an attachment',
      { text: `Ünïcode — answer at ${link}`, attachments: [{ filename: 'a.txt', content: 'secret' }] },
    ],
  ])('shows %s with its link unbroken', async (_, content) => {
    const { catcher, url } = await started();
    await deliver(catcher.port, {
      subject: 'Pagé: “search” fails in a very long sentence that must be folded',
      ...content,
    });
    const [mail] = catcher.mails();
    expect(mail?.subject).toBe('Pagé: “search” fails in a very long sentence that must be folded');
    expect(mail?.to).toEqual(['amina.osei@relief.example']);
    expect(mail?.text).toContain('Ünïcode — answer at');
    expect(mail?.text).not.toContain('not this');
    const page = await (await fetch(url)).text();
    expect(page).toContain(`<a href="${link}">`);
  });

  it('lists newest first, shows markup as text, and forgets on demand', async () => {
    const { catcher, url } = await started();
    await deliver(catcher.port, { subject: 'first', text: 'x' });
    await deliver(catcher.port, { subject: '<b>second</b>', text: '<script>x</script>' });
    const { mails } = (await (await fetch(`${url}/mails`)).json()) as { mails: { subject: string }[] };
    expect(mails.map(({ subject }) => subject)).toEqual(['<b>second</b>', 'first']);
    expect(await (await fetch(url)).text()).not.toMatch(/<b>second|<script>x/);
    expect((await fetch(`${url}/mails`, { method: 'DELETE' })).status).toBe(204);
    expect(catcher.mails()).toEqual([]);
  });

  it('refuses a mail of more than 2 MB', async () => {
    const { catcher } = await started();
    await expect(deliver(catcher.port, { text: 'x'.repeat(2_100_000) })).rejects.toThrow(
      '552 The mail is larger',
    );
    expect(catcher.mails()).toEqual([]);
  });
});
