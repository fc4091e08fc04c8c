import type { WhereAnswer } from '@karavan/contracts';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { stationName } from '../../format/station-name.ts';
import { markerState } from '../../live/marker-state.ts';
import { MarkerGlyph } from '../../ui/MarkerGlyph.tsx';
import { asText } from '../card/evidence.ts';

export function AnswerOption({ answer }: { answer: WhereAnswer }) {
  const { t } = useTranslation();
  const state = markerState({ status: answer.status, position: null });
  const kind = answer.kind === 'wagon' || answer.kind === 'truck' || answer.kind === 'train' ? answer.kind : 'cargo';
  const destination = asText(answer.evidence['destination']);
  const whose = [asText(answer.evidence['customer']), destination && `→ ${stationName(destination)}`].filter(Boolean);
  return (
    <span className="kv-answer-option">
      <MarkerGlyph state={state} kind={kind} late={answer.late === true} size={26} />
      <span>
        <strong>{titleOf(answer, t)}</strong>
        {whose.length > 0 && <span className="kv-answer-option-whose">{whose.join(' ')}</span>}
        <span className="kv-answer-option-sentence">{answer.sentence}</span>
      </span>
    </span>
  );
}

/** Cargo goes by the number of its order; only where there is none by that of the shipment, `S-000028`. */
function titleOf({ kind, title }: WhereAnswer, t: TFunction): string {
  return (kind === 'order' || kind === 'shipment') && !title.startsWith('S-') ? t('shipments.order', { number: title }) : title;
}
