import type { SplitReply, SplitRequest } from '@karavan/contracts';
import { reasonIn } from '@karavan/planner';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { call } from '../../../api/client.ts';
import { problemWords } from '../../../api/problem-words.ts';
import { useFormat } from '../../../format/use-format.ts';

interface ReasonsProps {
  reasons: SplitReply['reasons'];
  request: SplitRequest;
  isShort: boolean;
  onApply: (request: SplitRequest) => void;
}

/** Why not everything comes, and single changes that would bring it, each of which can be made at once. */
export function Reasons({ reasons, request, isShort, onApply }: ReasonsProps) {
  const { t, language } = useFormat();
  const repairs = useMutation({ mutationFn: () => call('planSplitRepairs', { body: request }) });
  if (reasons.length === 0 && !isShort) return null;
  return (
    <section className="kv-board-part" aria-labelledby="reasons-title">
      <h2 id="reasons-title">{t('plan.board.reasons.title')}</h2>
      <ul>
        {reasons
          .map((reason) => reasonIn(reason, language))
          .map(({ code, message }) => (
            <li key={`${code} ${message}`}>{message}</li>
          ))}
      </ul>
      {isShort && (
        <>
          <Button size="compact-sm" variant="default" disabled={repairs.isPending} onClick={() => repairs.mutate()}>
            {repairs.isPending ? t('plan.board.reasons.searching') : t('plan.board.reasons.repairs')}
          </Button>
          <div aria-live="polite">
            {repairs.isError && <p className="kv-late">{problemWords(repairs.error, t)}</p>}
            {repairs.data?.repairs.length === 0 && <p className="kv-note">{t('plan.board.reasons.noRepairs')}</p>}
            <ul className="kv-repairs">
              {repairs.data?.repairs.map((repair) => (
                <li key={repair.message}>
                  <span>{repair.message}</span>
                  <Button size="compact-sm" variant="light" onClick={() => onApply(repair.request)}>
                    {t('plan.board.reasons.apply')}
                  </Button>
                </li>
              ))}
            </ul>
          </div>
        </>
      )}
    </section>
  );
}
