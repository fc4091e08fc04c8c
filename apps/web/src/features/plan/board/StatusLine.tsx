import type { BoardReason } from '@karavan/contracts';
import { useFormat } from '../../../format/use-format.ts';
import { type Over, reasonWords } from './use-drag.ts';

interface StatusLineProps {
  over: Over | null;
  refusal: readonly BoardReason[];
  onForget: () => void;
}

/** Below the board, always in sight and always there: the keys, whether a card may stand where it hangs, or why not. */
export function StatusLine({ over, refusal, onForget }: StatusLineProps) {
  const { t } = useFormat();
  return (
    <div
      className="kv-board-status"
      data-kind={over === null ? (refusal.length > 0 ? 'late' : 'idle') : over.may ? 'may' : 'late'}
    >
      {over !== null && <Legality over={over} />}
      <Refusal refusal={refusal} isShown={over === null} onForget={onForget} />
      {over === null && refusal.length === 0 && <p className="kv-note">{t('plan.board.trip.keys')}</p>}
    </div>
  );
}

function Legality({ over }: { over: Over }) {
  const { t, language } = useFormat();
  return (
    <p className={over.may ? 'kv-on-time' : 'kv-late'} aria-hidden="true" data-testid="legality">
      {over.may ? `✓ ${t('plan.board.drag.mayHere')}` : `✕ ${reasonWords(over.reasons, language)}`}
    </p>
  );
}

/** Why the last thing asked for was not done. */
export function Refusal({ refusal, isShown = true, onForget }: Omit<StatusLineProps, 'over'> & { isShown?: boolean }) {
  const { t, language } = useFormat();
  return (
    <div role="alert">
      {isShown && refusal.length > 0 && (
        <p className="kv-late kv-refusal" data-testid="refusal">
          <strong>{t('plan.board.refused')}</strong> {reasonWords(refusal, language)}{' '}
          <button type="button" className="kv-link" onClick={onForget}>
            {t('plan.board.forget')}
          </button>
        </p>
      )}
    </div>
  );
}
