import type { Provenance, SeasonalAct, SeasonLimit } from './shape.ts';

/** The usual list of an act; each act is to be read for its own. Cement and dry mixes are on none. */
const USUAL_EXEMPT = ['food', 'animals', 'feed', 'medicines', 'fuel', 'seed', 'fertiliser', 'post'];

/** What people call the exempt cargoes; a cargo is exempt when its name begins with one of these. */
export const CARGO_WORDS: Readonly<Record<string, readonly string[]>> = {
  food: ['food', 'продукты', 'продовольств', 'пищев', 'молоко', 'хлеб'],
  animals: ['animals', 'livestock', 'животн', 'скот', 'птица'],
  feed: ['feed', 'fodder', 'корм', 'комбикорм'],
  medicines: ['medicine', 'drugs', 'лекарств', 'медикамент'],
  fuel: ['fuel', 'petrol', 'gasoline', 'diesel', 'топлив', 'бензин', 'дизел', 'дизтоплив', 'мазут'],
  seed: ['seed', 'семена', 'семенной'],
  fertiliser: ['fertiliser', 'fertilizer', 'удобрен'],
  post: ['post', 'mail', 'почта', 'почтов'],
};

type Given = Pick<SeasonalAct, 'id' | 'regions' | 'from' | 'to' | 'limits' | 'source'> &
  Partial<Omit<SeasonalAct, 'validFrom' | 'validTo'>>;

const act = (given: Given): SeasonalAct => ({
  kind: 'spring',
  roads: 'regional',
  status: 'inForce',
  exemptCargo: USUAL_EXEMPT,
  confidence: 'high',
  validFrom: given.from,
  validTo: given.to,
  ...given,
});
const perAxle = (tonnes: number): SeasonLimit[] => [
  { axleKg: { single: tonnes * 1000, tandem: tonnes * 1000, tridem: tonnes * 1000 } },
];
/** The act speaks of road categories II-III and IV-V; taken here as roads of 10 t and more, and of 6 t. */
const KHABAROVSK: SeasonLimit[] = [
  { roadClasses: ['10', '11.5'], axleKg: { single: 6000, tandem: 6000, tridem: 6000 } },
  { roadClasses: ['6'], axleKg: { single: 4000, tandem: 4000, tridem: 4000 } },
];
/** Heavy vehicles only: whoever keeps the ordinary limits may drive, so no limit of its own. */
const HEAVY_ONLY: SeasonLimit[] = [];
const SUMMER: Partial<SeasonalAct> = { kind: 'summer', aboveC: 32, hours: ['10:00', '22:00'] };
const DRAFT: Partial<SeasonalAct> & Pick<Provenance, 'confidence'> = { status: 'plan', confidence: 'unconfirmed' };

const TATARSTAN = ['Татарстан', 'Tatarstan', 'RU-TA'];
const BASHKORTOSTAN = ['Башкортостан', 'Башкирия', 'Bashkortostan', 'RU-BA'];
const SAMARA = ['Самарская', 'Samara', 'RU-SAM'];
const ORENBURG = ['Оренбургская', 'Orenburg', 'RU-ORE'];
const CHELYABINSK = ['Челябинская', 'Chelyabinsk', 'RU-CHE'];
const EXCEPT_CHELYABINSK = ['Обход Челябинска', 'Вахрушево — Копейск — Долгодеревенское'];
const khabarovsk = (districts: string) => [
  `Хабаровский (${districts})`,
  ...districts.split(', ').flatMap((district) => [`Хабаровский, ${district} район`, `${district} район Хабаровского края`]),
];
const KHABAROVSK_SOURCE = 'm.ru24.net/habarovsk/399986564';

export const SEASONS: readonly SeasonalAct[] = [
  act({
    id: 'tatarstan-2025-spring',
    regions: TATARSTAN,
    roads: 'regional, about 400 sections',
    from: '2025-04-01',
    to: '2025-04-30',
    limits: perAxle(6),
    source: 'nabchelny-news.ru 2025-03-20',
    note: 'loaded or empty',
  }),
  act({
    id: 'tatarstan-2025-summer',
    regions: TATARSTAN,
    from: '2025-05-20',
    to: '2025-08-31',
    limits: HEAVY_ONLY,
    source: 'nabchelny-news.ru 2025-03-20',
    ...SUMMER,
  }),
  act({
    id: 'bashkortostan-2026-spring',
    regions: BASHKORTOSTAN,
    roads: 'regional and structures',
    from: '2026-04-01',
    to: '2026-04-30',
    limits: perAxle(6),
    source: 'news.mail.ru/society/68537082 (draft of 2025-10-31)',
    ...DRAFT,
  }),
  act({
    id: 'bashkortostan-2026-summer',
    regions: BASHKORTOSTAN,
    kind: 'summer',
    aboveC: 32,
    from: '2026-06-01',
    to: '2026-08-31',
    limits: perAxle(6),
    source: 'news.mail.ru/society/68537082 (draft of 2025-10-31)',
    ...DRAFT,
  }),
  act({
    id: 'birsk-2025-spring',
    regions: ['Башкортостан, Бирский район', 'Бирский район', 'Birsk', 'Башкортостан, Бирский район (municipal)'],
    roads: 'municipal',
    from: '2025-04-01',
    to: '2025-04-30',
    limits: [{ axleKg: { single: 5000, tandem: 4000, tridem: 3000 }, grossKg: 9000 }],
    source: 'birsk-kaleidoskop.ru 14067',
  }),
  act({
    id: 'samara-2026-spring',
    regions: SAMARA,
    roads: 'regional, with a list of exempt sections',
    from: '2026-04-01',
    to: '2026-04-30',
    limits: perAxle(7),
    source: 'kommersant.ru/doc/8463306',
  }),
  act({
    id: 'samara-2026-summer',
    regions: SAMARA,
    from: '2026-05-20',
    to: '2026-08-31',
    limits: HEAVY_ONLY,
    source: 'kommersant.ru/doc/8463306',
    ...SUMMER,
  }),
  act({
    id: 'orenburg-2021-spring',
    regions: ORENBURG,
    from: '2021-03-29',
    to: '2021-04-27',
    limits: perAxle(6),
    source: 'gtsmi.ru 19758; oren.aif.ru',
  }),
  act({
    id: 'orenburg-2023-spring',
    regions: ORENBURG,
    from: '2023-03-27',
    to: '2023-04-25',
    limits: perAxle(6),
    source: 'prooren.ru 2023-03-14',
  }),
  act({
    id: 'chelyabinsk-2021-spring',
    regions: CHELYABINSK,
    exceptRoads: EXCEPT_CHELYABINSK,
    from: '2021-04-12',
    to: '2021-05-11',
    limits: perAxle(6),
    source: '1obl.ru 2021-04-09',
    note: 'until the road is dry, at most 30 days',
  }),
  act({
    id: 'chelyabinsk-2022-spring',
    regions: CHELYABINSK,
    exceptRoads: EXCEPT_CHELYABINSK,
    from: '2022-04-11',
    to: '2022-05-10',
    limits: perAxle(6),
    source: 'order 1-VO of 10.03.2022, avtorambler.com',
    note: 'at most 30 days',
  }),
  act({
    id: 'khabarovsk-2025-south',
    regions: khabarovsk('Бикинский, Вяземский'),
    from: '2025-04-05',
    to: '2025-05-04',
    limits: KHABAROVSK,
    source: KHABAROVSK_SOURCE,
  }),
  act({
    id: 'khabarovsk-2025-amur',
    regions: khabarovsk('Амурский, Верхнебуреинский, Комсомольский, Нанайский, Солнечный, Хабаровский, им. Лазо'),
    from: '2025-04-13',
    to: '2025-05-12',
    limits: KHABAROVSK,
    source: KHABAROVSK_SOURCE,
  }),
  act({
    id: 'khabarovsk-2025-coast',
    regions: khabarovsk('Ванинский, Советско-Гаванский, им. П. Осипенко'),
    from: '2025-04-29',
    to: '2025-05-28',
    limits: KHABAROVSK,
    source: KHABAROVSK_SOURCE,
  }),
  act({
    id: 'khabarovsk-2025-lower',
    regions: khabarovsk('Николаевский, Ульчский'),
    from: '2025-05-05',
    to: '2025-06-03',
    limits: KHABAROVSK,
    source: KHABAROVSK_SOURCE,
  }),
  act({
    id: 'khabarovsk-2025-north',
    regions: khabarovsk('Аяно-Майский, Охотский'),
    from: '2025-05-22',
    to: '2025-06-20',
    limits: KHABAROVSK,
    source: KHABAROVSK_SOURCE,
  }),
  act({
    id: 'sverdlovsk-2018-spring',
    regions: ['Свердловская', 'Sverdlovsk', 'RU-SVE'],
    from: '2018-04-15',
    to: '2018-05-24',
    limits: HEAVY_ONLY,
    source: 'eanews.ru 2018-03-07',
    note: 'the figure for an axle is not shown',
  }),
  act({
    id: 'moscow-region-2014-spring',
    regions: ['Московская', 'Moscow region', 'RU-MOS'],
    from: '2014-04-01',
    to: '2014-04-30',
    limits: perAxle(8),
    source: 'transukr.dp.ua',
    confidence: 'unconfirmed',
  }),
  act({
    id: 'buryatia-spring',
    regions: ['Бурятия', 'Buryatia', 'RU-BU'],
    roads: 'regional by list',
    from: null,
    to: null,
    limits: [
      { roadClasses: ['10', '11.5'], axleKg: { single: 8000, tandem: 7000, tridem: 6000 } },
      { roadClasses: ['6'], axleKg: { single: 5000, tandem: 4500, tridem: 4000 } },
    ],
    source: 'buryatia-gov.ru/doc/4532',
    confidence: 'unconfirmed',
    note: 'the year is not shown: never in force until its dates are set',
  }),
  act({
    id: 'komi-2024-autumn',
    regions: ['Коми', 'Komi', 'RU-KO'],
    roads: 'regional, gravel and ground',
    kind: 'autumn',
    from: '2024-10-10',
    to: '2024-11-08',
    limits: perAxle(1.5),
    source: 'm.ru24.pro/mix/385864594 (draft)',
    ...DRAFT,
  }),
];
