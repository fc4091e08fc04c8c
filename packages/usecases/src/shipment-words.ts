import type { Language, ShipmentUnit } from '@karavan/contracts';

/** More units than this are counted, not named. */
const NAMED = 3;
const DONE: Record<Language, Record<'came' | ShipmentUnit['status'], string>> = {
  ru: { came: 'на погрузке', planned: '', moving: 'в пути', atStation: 'на станции', delivered: 'груз доставлен' },
  en: {
    came: 'is at the place of loading',
    planned: '',
    moving: 'is on its way',
    atStation: 'is at the station',
    delivered: 'is delivered',
  },
};

const TAKE_OFF: Record<Language, string> = {
  ru: 'Рейсы, которые не начались, снимаются на доске планирования.',
  en: 'Trips that have not begun are taken off on the planning board.',
};

/** Why a shipment cannot be cancelled: which of its wagons and trucks have begun, since when, and what can be done instead. */
export function begunWords(input: {
  number: string;
  begun: readonly ShipmentUnit[];
  language: Language;
  timeZone: string | undefined;
  /** its trips come from the planning board */
  isPlanned: boolean;
}): string {
  const { number, begun, language } = input;
  const isRu = language === 'ru';
  const named = begun.slice(0, NAMED).map((unit) => {
    const what = isRu ? (unit.mode === 'road' ? 'машина' : 'вагон') : unit.mode === 'road' ? 'truck' : 'wagon';
    const how = DONE[language][unit.status === 'planned' ? 'came' : unit.status];
    const at = unit.departedAt ?? unit.seenAt;
    const since = at === undefined ? '' : ` ${isRu ? 'с' : 'since'} ${moment(at, input)}`;
    return `${what} ${unit.label} ${how}${unit.status === 'delivered' ? '' : since}`;
  });
  const more = begun.length - named.length;
  const rest = more <= 0 ? '' : isRu ? ` и ещё ${more}` : ` and ${more} more`;
  const refusal = isRu
    ? `Партию ${number} уже не отменить: ${named.join(', ')}${rest}.`
    : `Shipment ${number} can no longer be cancelled: ${named.join(', ')}${rest}.`;
  return input.isPlanned ? `${refusal} ${TAKE_OFF[language]}` : refusal;
}

function moment(at: string, { language, timeZone }: { language: Language; timeZone: string | undefined }): string {
  return new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: timeZone ?? 'Europe/Moscow',
  }).format(new Date(at));
}
