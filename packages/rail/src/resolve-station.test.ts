import { describe, expect, it } from 'vitest';
import { resolveStation } from './stations.ts';

const esrOf = (name: string, more: { esr?: string; road?: string } = {}) => resolveStation({ name, ...more })?.esr;

describe('resolveStation', () => {
  it('takes the code where it knows it, whatever the name says', () => {
    expect(esrOf('нечто', { esr: '613608' })).toBe('613608');
    expect(esrOf('', { esr: '33004' })).toBe('033004');
  });

  it.each([
    ['СЕБРЯКОВО', '613608'],
    ['ст. Себряково ', '613608'],
    ['Теплое озеро', '962109'],
    ['ГРЯЗИ ВОРОНЕЖСКИЕ', '591907'],
    ['Грязи-Воронежские', '591907'],
    ['РЯЖСК I', '223803'],
    ['Ряжск 1', '223803'],
    ['Ряжск-1', '223803'],
    ['ряжск 1-й', '223803'],
    ['Ряжск', '223803'],
    ['Вологда 2', '300304'],
    ['Мыс Астафьева (ЭКСП.)', '985609'],
    ['Пикалево I', '047308'],
    ['Арыс 1', '698004'],
    ['Киргили', '742705'],
    ['Исакогорка', '290009'],
    ['Светогорск', '021806'],
  ])('reads the name %s', (name, esr) => expect(esrOf(name)).toBe(esr));

  it('does not guess', () => {
    expect(esrOf('')).toBeUndefined();
    expect(esrOf('0')).toBeUndefined();
    expect(esrOf('Волховстрой III')).toBeUndefined();
    expect(esrOf('Деревня Гадюкино')).toBeUndefined();
  });

  it.each(['Московская', 'МОСКОВСКАЯ (17)', 'МСК', 'Мск.ж.д.', '17'])('keeps a name whose road agrees: %s', (road) =>
    expect(esrOf('Воскресенск', { road })).toBe('233608'),
  );

  it('refuses a namesake on another road or in another part of the network', () => {
    expect(esrOf('Воскресенск', { road: 'СВР' })).toBeUndefined();
    expect(esrOf('Воскресенск', { esr: '995207' })).toBeUndefined();
    expect(esrOf('МЫС АСТАФЬЕВА (ЭКСП.)', { esr: '985702' })).toBe('985609');
  });

  it('ignores a road it does not know', () => expect(esrOf('Воскресенск', { road: 'какая-то' })).toBe('233608'));

  it('needs the road for a post that is not open for freight: such names repeat', () => {
    expect(esrOf('Кумылга')).toBeUndefined();
    expect(esrOf('Кумылга', { road: 'ПРИВОЛЖСКАЯ (61)' })).toBe('613542');
  });
});
