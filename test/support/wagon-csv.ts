import { wagonCheckDigit } from '@karavan/rail';

const HEADER =
  'Номер вагона;Номер накладной;Дата и время начала рейса;Станция отправления;Станция назначения;Наименование груза;Вес груза (кг);Станция операции;Операция с вагоном;Мнемокод операции;Дата и время операции;Тип парка (П/Г);Нормативный срок доставки;Расстояние оставшееся (км);Расстояние общее (км)';

/** A valid wagon number for any index up to 9 999 999. */
export function wagonNumber(index: number): string {
  const first7 = String(5_000_000 + index).padStart(7, '0');
  return `${first7}${wagonCheckDigit(first7)}`;
}

/** A client-account report of any size: `formed` and `operation` in Moscow time as the railway writes it. */
export function wagonCsv(input: {
  wagons: number;
  formed: string;
  operation: string;
  station?: string;
  remainingKm?: number;
}): string {
  const { station = 'ГРЯЗИ-ВОРОНЕЖСКИЕ (591907)', remainingKm = 368 } = input;
  const rows = Array.from({ length: input.wagons }, (_, index) =>
    [
      wagonNumber(index),
      `ЭЯ${100_000 + index}`,
      '17.08.2026 10:20',
      'СЕБРЯКОВО (613608)',
      'ВОСКРЕСЕНСК (233608)',
      'Цемент (281014)',
      68_500,
      station,
      'Отправление вагона со станции (2)',
      'ОТПР',
      input.operation,
      'Груженый',
      '22.08.2026',
      remainingKm,
      748,
    ].join(';'),
  );
  return [';Личный кабинет клиента', `${input.formed};Дислокация вагонов`, '', HEADER, ...rows].join('\r\n');
}
