import { Button } from '@mantine/core';
import { IconArrowBackUp, IconPrinter } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { MOSCOW } from '../../../format/time.ts';
import { useFormat } from '../../../format/use-format.ts';
import { useTitle } from '../../../ui/use-title.ts';
import { Bars } from './Bars.tsx';
import { Compartments } from './Compartments.tsx';
import { Conditions } from './Conditions.tsx';
import { drawingOf } from './geometry.ts';
import { KnownProvider, useCompanyKnown } from './known.ts';
import { LayOut } from './LayOut.tsx';
import { LoadList } from './LoadList.tsx';
import { Payload } from './Payload.tsx';
import { PrintSheet } from './PrintSheet.tsx';
import { RoadChoice } from './RoadChoice.tsx';
import { SideView } from './SideView.tsx';
import { Stages } from './Stages.tsx';
import { usePlan } from './use-plan.ts';
import { useReply } from './use-reply.ts';
import { VehicleForm } from './VehicleForm.tsx';
import { Headline, Why } from './Verdict.tsx';
import { useIssueWords } from './words.ts';
import './loading.css';

/** `2026-11-22` where the wagons and the trucks are. */
const dayOf = (atMs: number): string => new Intl.DateTimeFormat('sv-SE', { timeZone: MOSCOW }).format(atMs);

/** How a truck is to be loaded: the set to scale, its axles against their limits while the goods move. */
export default function LoadingPage() {
  const { known, isShipped } = useCompanyKnown();
  return (
    <KnownProvider value={known}>
      <Loading isShipped={isShipped} />
    </KnownProvider>
  );
}

function Loading({ isShipped }: { isShipped: boolean }) {
  const { t, now } = useFormat();
  const { plan, canUndo, dispatch, unread } = usePlan(dayOf(now));
  const answer = useReply(plan);
  const words = useIssueWords(plan);
  const wrongDay = answer.errors.find(({ path }) => path === 'on' || path === 'ruleSet');
  const [chosen, setChosen] = useState<number | null>(null);
  const cells = useMemo(() => drawingOf(plan.vehicle, []).decks.flatMap((deck) => deck.cells), [plan.vehicle]);
  useTitle(t('plan.loading.title'));
  return (
    <section className="kv-loading" aria-labelledby="loading-title">
      <header className="kv-loading-head">
        <div>
          <h1 id="loading-title">{t('plan.loading.title')}</h1>
          <p className="kv-note kv-no-print">{t('plan.loading.intro')}</p>
        </div>
        <div className="kv-loading-tools kv-no-print">
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconArrowBackUp size={16} />}
            disabled={!canUndo}
            onClick={() => dispatch({ do: 'undo' })}
          >
            {t('plan.loading.undo')}
          </Button>
          <Button size="compact-sm" variant="default" leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
            {t('plan.loading.print')}
          </Button>
        </div>
      </header>
      {unread.length > 0 && (
        <p className="kv-load-is-reserve" role="alert">
          ▲ {t('plan.loading.unread', { parts: unread.join(', ') })}
        </p>
      )}
      {isShipped && (
        <p className="kv-load-is-reserve" role="status">
          ▲ {t('plan.loading.shippedLaw')}
        </p>
      )}
      <VehicleForm vehicle={plan.vehicle} errors={answer.errors} dispatch={dispatch} />
      <div className="kv-load-top">
        <Stages plan={plan} answer={answer} dispatch={dispatch} />
        <RoadChoice plan={plan} answer={answer} dispatch={dispatch} />
      </div>
      <SideView
        plan={plan}
        reply={answer.reply?.stages[plan.at]}
        verdict={answer.verdict}
        chosen={chosen}
        onChoose={setChosen}
        dispatch={dispatch}
      />
      <div className="kv-load-columns">
        <div className="kv-load-head">
          <Headline plan={plan} answer={answer} />
        </div>
        <Why answer={answer} dispatch={dispatch} />
        <section className="kv-load-checks" aria-label={t('plan.loading.checks')}>
          {answer.verdict && <Bars verdict={answer.verdict} ruleSet={plan.rules.ruleSet} />}
        </section>
        <div className="kv-load-inputs">
          <LoadList plan={plan} errors={answer.errors} chosen={chosen} onChoose={setChosen} dispatch={dispatch} />
          {cells.length > 0 ? (
            <Compartments plan={plan} cells={cells} dispatch={dispatch} />
          ) : (
            <LayOut plan={plan} dispatch={dispatch} />
          )}
          <Payload vehicle={plan.vehicle} rules={plan.rules} lifted={plan.stages[0]?.lifted} dispatch={dispatch} />
          <Conditions rules={plan.rules} wrongDay={wrongDay && words(wrongDay)} dispatch={dispatch} />
        </div>
      </div>
      <PrintSheet plan={plan} answer={answer} />
    </section>
  );
}
