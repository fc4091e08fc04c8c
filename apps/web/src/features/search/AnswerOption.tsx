import type { WhereAnswer } from '@karavan/contracts';
import { markerState } from '../../live/marker-state.ts';
import { MarkerGlyph } from '../../ui/MarkerGlyph.tsx';

export function AnswerOption({ answer }: { answer: WhereAnswer }) {
  const state = markerState({ status: answer.status === 'partlyDelivered' ? 'moving' : answer.status, position: null });
  const kind = answer.kind === 'wagon' || answer.kind === 'truck' ? answer.kind : 'cargo';
  return (
    <span className="kv-answer-option">
      <MarkerGlyph state={state} kind={kind} late={answer.late === true} size={26} />
      <span>
        <strong>{answer.title}</strong>
        <span className="kv-answer-option-sentence">{answer.sentence}</span>
      </span>
    </span>
  );
}
