import type { FineBand, LoaderFine } from './shape.ts';

const code = { validFrom: '2025-07-18', validTo: null };

/** Code of administrative offences 12.21.1, the owner alone (law 209 of 07.07.2025): a range where the amounts are in doubt. */
export const FINES: readonly FineBand[] = [
  {
    id: 'KoAP-12.21.1/0-10',
    band: '0-10',
    part: null,
    ownerRub: [0, 0],
    source: 'law 92 of 15.04.2022 (no permit needed up to 10 %), law 161 of 11.06.2022 (no fine)',
    confidence: 'high',
    ...code,
  },
  {
    id: 'KoAP-12.21.1/10-20',
    band: '10-20',
    part: 2,
    ownerRub: [300_000, 375_000],
    source: 'transport-news.ru (300 000); rulings of 2024 (250 000) raised 1.5 times by trans.ru 11.12.2024',
    confidence: 'unconfirmed',
    ...code,
  },
  {
    id: 'KoAP-12.21.1/20-50',
    band: '20-50',
    part: 3,
    ownerRub: [450_000, 525_000],
    source: 'transport-news.ru (450 000); reputation.su 105036618 (350 000) raised 1.5 times',
    confidence: 'unconfirmed',
    ...code,
  },
  {
    id: 'KoAP-12.21.1/50+',
    band: '>50',
    part: 6,
    ownerRub: [600_000, 600_000],
    source: 'trans.ru 11.12.2024',
    confidence: 'unconfirmed',
    ...code,
  },
];

/** Whoever loaded the truck over its limits answers too. */
export const LOADER_FINE: LoaderFine = {
  id: 'KoAP-12.21.1/loader',
  part: 10,
  soleTraderRub: [120_000, 150_000],
  companyRub: [375_000, 600_000],
  source: 'hobbylab24.ru (text of 2015), raised 1.5 times from 2025 by trans.ru',
  confidence: 'unconfirmed',
  ...code,
};
