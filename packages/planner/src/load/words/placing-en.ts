import type { GroupageField } from '@karavan/contracts';
import { thing, tonnes } from './en.ts';
import type { PlacingSpeaker } from './placing-speaker.ts';

const metres = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });
const FIELDS: Record<GroupageField, string> = {
  specification: 'specification',
  plant: 'plant',
  consignee: 'consignee',
  productKind: 'kind of product',
  packaging: 'packaging',
};
const stageOf = (stage: number): string => (stage === 0 ? 'at departure' : `after drop ${stage}`);

export const placingEn: PlacingSpeaker = {
  departure: 'Departure',
  afterDrop: (drop) => `After drop ${drop}`,
  afterCompartment: (name) => `“${name}” empty`,
  noPlacement(because) {
    if (because.code === 'deckTooShort')
      return `It cannot be laid out: the rows take ${metres.format(because.neededM)} m, the deck is ${metres.format(because.deckM)} m long.`;
    if (because.code === 'stage')
      return `It cannot be lawful: ${stageOf(because.stage)} ${tonnes(because.massKg)} are aboard, and wherever they stand the ${thing(because.boundBy)} is in the way.`;
    return 'It cannot be lawful: each stage could be by itself, all together cannot; no order of rows and no gaps fit them all.';
  },
  undecided: (nodes) =>
    `Not found in ${nodes} steps of search, and not proven impossible either. Fewer different masses or unloading by the side would help.`,
  noFill(because, totalKg) {
    if (because.code === 'capacity')
      return totalKg > because.mostKg
        ? `The compartments hold ${tonnes(because.mostKg)} at most, ${tonnes(totalKg)} are wanted.`
        : `The compartments are given ${tonnes(because.leastKg)} already, more than ${tonnes(totalKg)}.`;
    if (because.code === 'empty')
      return `The vehicle is not lawful even when empty: the ${thing(because.boundBy)} is in the way.`;
    if (because.code === 'order')
      return 'Full and empty are lawful, but no order of filling and emptying is lawful after every compartment.';
    const most = because.mostKg > 0 && because.mostKg < totalKg ? ` ${tonnes(because.mostKg)} would be lawful.` : '';
    return `${tonnes(totalKg)} cannot be spread lawfully: the ${thing(because.boundBy)} is in the way.${most}`;
  },
  apart: (differ) => `Not together, these differ: ${differ.map((field) => FIELDS[field]).join(', ')}.`,
};
