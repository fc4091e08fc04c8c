/** How people's ways of writing one identifier become one key: case, spaces, hyphens, ё, look-alike letters, keyboard layout. */

const LATIN_LOOKALIKES: Record<string, string> = {
  A: 'А',
  B: 'В',
  C: 'С',
  E: 'Е',
  H: 'Н',
  K: 'К',
  M: 'М',
  O: 'О',
  P: 'Р',
  T: 'Т',
  X: 'Х',
  Y: 'У',
};
const QWERTY = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const JCUKEN = 'йцукенгшщзхъфывапролджэячсмитьбюё';

/** The stored form of a plate, waybill, order or shipment number: `a 123 bc 56` and `А123ВС56` give the same key. */
export function searchKey(text: string): string {
  return text
    .toUpperCase()
    .replaceAll('Ё', 'Е')
    .replace(/[\s\u00a0\-‐‑–—_№#"«»'.,/\\()]/g, '')
    .replace(/[ABCEHKMOPTXY]/g, (letter) => LATIN_LOOKALIKES[letter] ?? letter);
}

/** Digits of a phone number without the country prefix, so that +7 and 8 are the same; undefined when it is no phone. */
export function phoneKey(text: string): string | undefined {
  const digits = text.replace(/\D/g, '');
  return digits.length >= 10 && digits.length <= 12 ? digits.slice(-10) : undefined;
}

/** What the text would have been had the keyboard been in the other layout (`ghbdtn` → `привет`), both ways. */
export function otherLayout(text: string): string {
  return [...text.toLowerCase()]
    .map((letter) => {
      const latin = QWERTY.indexOf(letter);
      if (latin >= 0) return JCUKEN[latin] ?? letter;
      const cyrillic = JCUKEN.indexOf(letter);
      return cyrillic >= 0 ? (QWERTY[cyrillic] ?? letter) : letter;
    })
    .join('');
}

/** Every key a query may mean, most likely first. */
export function queryKeys(query: string): string[] {
  return [...new Set([searchKey(query), searchKey(otherLayout(query))])].filter((key) => key.length > 0);
}
