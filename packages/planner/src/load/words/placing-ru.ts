import type { GroupageField } from '@karavan/contracts';
import type { PlacingSpeaker } from './placing-speaker.ts';
import { thing, tonnes } from './ru.ts';

const metres = new Intl.NumberFormat('ru-RU', { maximumFractionDigits: 2 });
const FIELDS: Record<GroupageField, string> = {
  specification: 'спецификация',
  plant: 'завод отгрузки',
  consignee: 'грузополучатель',
  productKind: 'вид продукции',
  packaging: 'упаковка',
};
const stageOf = (stage: number): string => (stage === 0 ? 'при отправлении' : `после выгрузки ${stage}`);

export const placingRu: PlacingSpeaker = {
  departure: 'Отправление',
  afterDrop: (drop) => `После выгрузки ${drop}`,
  afterCompartment: (name) => `Пуст «${name}»`,
  noPlacement(because) {
    if (because.code === 'deckTooShort')
      return `Не разместить: ряды занимают ${metres.format(because.neededM)} м, а пол длиной ${metres.format(because.deckM)} м.`;
    if (because.code === 'stage')
      return `Не разместить законно: ${stageOf(because.stage)} на борту ${tonnes(because.massKg)}, и как их ни ставь, мешает ${thing(because.boundBy)}.`;
    return 'Не разместить законно: каждый этап по отдельности возможен, все вместе нет — ни один порядок рядов и ни один зазор не подходит.';
  },
  undecided: (nodes) =>
    `Не найдено за ${nodes} шагов поиска, но и не доказано, что нельзя. Помогает меньше разных масс или выгрузка через борт.`,
  noFill(because, totalKg) {
    if (because.code === 'capacity')
      return totalKg > because.mostKg
        ? `В отсеки входит не больше ${tonnes(because.mostKg)}, а нужно ${tonnes(totalKg)}.`
        : `В отсеках уже задано ${tonnes(because.leastKg)}, это больше, чем ${tonnes(totalKg)}.`;
    if (because.code === 'empty') return `Машина не проходит и пустой: мешает ${thing(because.boundBy)}.`;
    if (because.code === 'order')
      return 'Полной и пустой машина законна, но порядка налива и слива, законного после каждого отсека, нет.';
    const most = because.mostKg > 0 && because.mostKg < totalKg ? ` Законно можно налить ${tonnes(because.mostKg)}.` : '';
    return `${tonnes(totalKg)} не распределить законно: мешает ${thing(because.boundBy)}.${most}`;
  },
  apart: (differ) => `Вместе нельзя, различается: ${differ.map((field) => FIELDS[field]).join(', ')}.`,
};
