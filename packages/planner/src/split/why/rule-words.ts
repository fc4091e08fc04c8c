import type { Language } from '@karavan/contracts';

/** What a plan breaks, by the rule of SPEC.md, as the end of a sentence. */
const RULES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  SP1: {
    en: 'loading, driving and unloading do not fit into its times',
    ru: 'погрузка, дорога и выгрузка не укладываются в его время',
  },
  SP2: { en: 'the plant does not load then', ru: 'завод в это время не грузит' },
  'SP2 site': { en: 'the site does not receive then', ru: 'объект в это время не принимает' },
  SP3: { en: 'all places for loading are taken then', ru: 'в это время заняты все места погрузки' },
  'SP3 site': { en: 'all places for unloading are taken then', ru: 'в это время заняты все места выгрузки' },
  SP4: {
    en: 'the truck does not work then or is on another trip',
    ru: 'машина в это время не работает или ещё в другом рейсе',
  },
  SP5: { en: 'it loads before anything may be loaded', ru: 'погрузка раньше, чем можно начинать' },
  SP6: { en: 'its unloading ends on another date', ru: 'выгрузка кончается в другой день' },
  SP7: {
    en: 'its driver has no time for the breaks and rests he needs',
    ru: 'водителю не хватает времени на положенные перерывы и отдых',
  },
  SP9: { en: 'the truck may not carry such a load', ru: 'машине нельзя везти такой груз' },
  SP10: { en: 'it carries a part of a piece', ru: 'в нём не целые места' },
  SP11: {
    en: 'it brings more than is asked for, or on the wrong day',
    ru: 'он везёт больше, чем заказано, или не в тот день',
  },
  SP12: { en: 'the plant has not so much on that day', ru: 'на заводе в этот день столько нет' },
  SP13: { en: 'the site does not admit such a truck', ru: 'объект такую машину не принимает' },
};
const ANY = { en: 'a rule of the plan', ru: 'нарушено правило плана' };

export const ruleWords = (rule: string, language: Language): string => (RULES[rule] ?? ANY)[language];
