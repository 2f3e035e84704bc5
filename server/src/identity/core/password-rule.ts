export const passwordLengthMin = 12;
const passwordLengthMax = 200;

/** Common passwords that are long enough, in lower case without spaces and marks; shorter ones fail by length. */
const common = new Set([
  '123456789012',
  '1234567890123',
  '12345678901234',
  '123456789123',
  '1234567891011',
  '0123456789012',
  '1q2w3e4r5t6y',
  '1q2w3e4r5t6y7u',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwertyuiopasdf',
  'qwertyuiopasdfghjkl',
  'qwerty123456',
  'qwerty1234567',
  'asdfghjklzxcvbnm',
  'zxcvbnmasdfgh',
  'abcdefghijkl',
  'abcdefghijklmnop',
  'abcdefghijklmnopqrstuvwxyz',
  'abc123abc123',
  'abcd1234abcd',
  'password1234',
  'password12345',
  'password123456',
  'passwordpassword',
  'password2024',
  'password2025',
  'password2026',
  'mypassword123',
  'p4ssw0rd1234',
  'letmein12345',
  'letmeinletmein',
  'iloveyou1234',
  'iloveyouiloveyou',
  'welcome12345',
  'welcome123456',
  'welcometothejungle',
  'changeme1234',
  'changemechangeme',
  'changemenow123',
  'administrator',
  'administrator1',
  'adminadminadmin',
  'admin1234567',
  'admin12345678',
  'rootrootroot',
  'football1234',
  'baseball1234',
  'superman1234',
  'sunshine1234',
  'princess1234',
  'dragon123456',
  'monkey123456',
  'summer202600',
  'winter202600',
  'trustno1trustno1',
  'correcthorsebatterystaple',
  'thisismypassword',
  'thequickbrownfox',
  'opensesame123',
  'startrek1234',
  'starwars1234',
  'fieldmarshal',
  'fieldmarshal1',
  'fieldmarshal123',
]);

interface Owner {
  readonly person: string;
  readonly displayName: string;
  readonly email: string | null;
}

/**
 * Why a password cannot be taken, as a sentence; null when it can. Length in characters, 12–200; no rules about kinds of
 * characters (NIST SP 800-63B). Refuses common ones, too few different characters, and the owner's own names.
 */
export function passwordFault(password: string, owner: Owner): string | null {
  const length = Array.from(password).length;
  if (length < passwordLengthMin)
    return `Please use at least ${passwordLengthMin} characters; a few words in a row are easy to remember.`;
  if (length > passwordLengthMax) return `Please use at most ${passwordLengthMax} characters.`;
  const plain = simplified(password);
  if (new Set(password).size < 5) return 'Please use more different characters.';
  if (common.has(plain)) return 'This password is too common: it is among the first that are tried.';
  const names = [owner.person, owner.displayName, owner.email, owner.email?.split('@')[0]];
  if (names.some((name) => name != null && sameApartFromEnd(plain, simplified(name))))
    return 'Please do not use your name or e-mail address.';
  return null;
}

function simplified(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_.!?*#-]/g, '');
}

/** Whether the password is the name, or the name with digits at its end. */
function sameApartFromEnd(password: string, name: string): boolean {
  return name !== '' && password.startsWith(name) && /^\d*$/.test(password.slice(name.length));
}
