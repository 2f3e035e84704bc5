import { describe, expect, it } from 'vitest';
import { cloakOf, type HiddenNames } from './redact.ts';

const names: HiddenNames = {
  people: ['mira', 'Mira Lindqvist', 'Mira', 'Lindqvist', '李明', '김철수', 'Jo', 'Zoë'],
  customers: ['Contoso Freight', '丸紅商店'],
};
const hide = (text: string): string => cloakOf(names).hide(text);

describe('what must not leave', () => {
  it.each([
    ['hunter2x', 'The password is hunter2x, try it.'],
    ['hunter2x', 'export DB_PASSWORD=hunter2x'],
    ['hunter2x', 'DB_PASSWORD_PROD: "hunter2x"'],
    ['hunter2x', '{"accessToken":"hunter2x"}'],
    ['hunter2x', 'psql --password hunter2x -h db'],
    ['hunter2x', 'pwd=hunter2x'],
    ['hunter2x', 'Cookie: sid=hunter2x; theme=dark'],
    ['hunter2x', 'Das Passwort ist hunter2x.'],
    ['hunter2x', 'Le mot de passe est hunter2x'],
    ['hunter2x', 'La contraseña es hunter2x'],
    ['hunter2x', 'A senha é hunter2x'],
    ['hunter2x', 'Пароль: hunter2x'],
    ['hunter2x', '数据库密码：hunter2x'],
    ['hunter2x', 'パスワードはhunter2xです'],
    ['hunter2x', '비밀번호는 hunter2x'],
    ['hunter2x', 'كلمة المرور: hunter2x'],
    ['DE89370400440532013000', 'Refund to DE89370400440532013000 today'],
    ['3704', 'Refund to DE89 3704 0044 0532 0130 00 today'],
    ['4111', 'Card 4111 1111 1111 1111 was declined'],
    ['7946', 'Call +44 20 7946 0958'],
    ['10.4.7.19', 'It is 10.4.7.19 again'],
    ['2001:db8', 'It is 2001:db8:0:1::7 again'],
    ['mira', 'mail to mira.l@example.com'],
    ['jörg', 'mail to jörg@bücher.example'],
    ['db-eu-7', 'Disk of db-eu-7 is full'],
    ['DB-PROD-01', 'Disk of DB-PROD-01 is full'],
    ['corp.example', 'Disk of store.corp.example is full'],
    ['Lindqvist', 'Lindqvist looks at it'],
    ['Mira', 'Miras Rechner startet neu'],
    ['Mira', "It is Mira's machine"],
    ['李明', '李明重启了服务器'],
    ['김철수', '김철수가 서버를 재시작했다'],
    ['丸紅商店', '丸紅商店から連絡がありました'],
    ['Zoë', 'Zoe\u0308 restarted it'],
    ['Contoso', 'contoso freight waits'],
  ])('%s of %j', (secret, text) => {
    const cloak = cloakOf(names);
    const hidden = cloak.hide(text);
    expect(hidden.toLowerCase()).not.toContain(secret.toLowerCase());
    expect(cloak.reveal(hidden)).toBe(text.normalize('NFC'));
  });

  it.each([
    'Uploads over 10 MB fail with HTTP-502 since 09:57 in eu-west.',
    'INC-42 is SEV-1; 12% of 1,800 requests fail.',
    'A compass: north. The joint spins on.',
    '支払いは失敗しています。',
    'Die Anmeldung schlägt fehl.',
  ])('is nothing of %j', (text) => {
    expect(hide(text)).toBe(text);
  });

  it('comes back only where it was hidden', () => {
    const cloak = cloakOf(names);
    expect(cloak.hide('Mira and Mira, and HOST_9')).toBe('PERSON_1 and PERSON_1, and TOKEN_1');
    expect(cloak.reveal('PERSON_1 left')).toBe('Mira left');
    expect(cloak.reveal('PERSON_2 left')).toBeNull();
  });
});
