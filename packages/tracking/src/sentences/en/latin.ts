// biome-ignore format: a table reads better in rows
const LETTERS: Record<string, string> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'yo', ж: 'zh', з: 'z', и: 'i', й: 'y', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o',
  п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ъ: '', ы: 'y', ь: '', э: 'e',
  ю: 'yu', я: 'ya',
};
const AFTER_VOWEL = /[аеёиоуыэюяъь]/;

function letter(source: string, index: number): string {
  const sign = source.charAt(index);
  const lower = sign.toLowerCase();
  const before = source.charAt(index - 1).toLowerCase();
  const opens = index === 0 || !/\p{L}/u.test(before) || AFTER_VOWEL.test(before);
  const text = lower === 'е' && opens ? 'ye' : (LETTERS[lower] ?? sign);
  return sign === lower ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * A Russian name in Latin letters as English maps have it (BGN/PCGN without its marks): Ряжск → Ryazhsk, Рыбное →
 * Rybnoye, Мичуринск-Воронежский → Michurinsk-Voronezhsky. Whatever is not Cyrillic stays.
 */
export function latin(name: string): string {
  const short = name.replace(/(?:ий|ый)(?!\p{L})/gu, 'ы');
  return [...short].map((_, index) => letter(short, index)).join('');
}
