import type { LargestPayload, RoadClass, VerdictKey } from '@karavan/contracts';
import { Button, SegmentedControl } from '@mantine/core';
import { type Dispatch, memo, useMemo, useState } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import { goodsFor, payloadsOf, type Way } from './fill.ts';
import { useKnown } from './known.ts';
import type { Rules } from './model.ts';
import type { Step } from './reducer.ts';
import type { Vehicle } from './units.ts';
import { whatWords } from './words.ts';

interface PayloadProps {
  vehicle: Vehicle;
  rules: Rules;
  lifted: readonly number[] | undefined;
  dispatch: Dispatch<Step>;
}

/** The most this set may carry, road by road, and a button that loads it so. */
export const Payload = memo(function Payload({ vehicle, rules, lifted, dispatch }: PayloadProps) {
  const { t } = useFormat();
  const known = useKnown();
  const [way, setWay] = useState<Way>('free');
  const payloads = useMemo(() => payloadsOf({ vehicle, rules, lifted }, way, known), [vehicle, rules, lifted, way, known]);
  const place = (key: VerdictKey, payload: LargestPayload) => {
    if (rules.ruleSet === 'RU') dispatch({ do: 'rules', rules: { road: key as RoadClass } });
    dispatch({ do: 'fill', loads: goodsFor(payload, vehicle) });
  };
  return (
    <section className="kv-load-payload kv-no-print" aria-labelledby="payload-title">
      <div className="kv-load-payload-head">
        <h2 id="payload-title">{t('plan.loading.maxPayload')}</h2>
        <SegmentedControl
          size="xs"
          aria-label={t('plan.loading.placement')}
          data={(['free', 'uniform'] as const).map((value) => ({ value, label: t(`plan.loading.placements.${value}`) }))}
          value={way}
          onChange={(value) => setWay(value as Way)}
        />
      </div>
      <ul className="kv-load-payloads">
        {Object.entries(payloads ?? {}).map(([key, payload]) => (
          <PayloadRow key={key} road={key as VerdictKey} payload={payload} onPlace={() => place(key as VerdictKey, payload)} />
        ))}
      </ul>
    </section>
  );
});

function PayloadRow({ road, payload, onPlace }: { road: VerdictKey; payload: LargestPayload; onPlace: () => void }) {
  const { t, tonnes, number } = useFormat();
  const { maxPayloadKg, infeasibleEmpty, minPayloadKg, bestXM } = payload;
  const where =
    road === 'EU_96_53' || road === 'US_federal'
      ? t(`plan.loading.ruleSets.${road}`)
      : t('plan.loading.roadClass', { class: number(Number(road), 1) });
  const bound = `${whatWords(payload.boundBy, t)} · ${t(`plan.loading.layers.${payload.boundByLayer}`).toLowerCase()}`;
  return (
    <li>
      <span>{where}</span>
      {infeasibleEmpty === undefined ? (
        <>
          <strong>{tonnes(maxPayloadKg)}</strong>
          <span className="kv-note">
            {t('plan.loading.payloadBound')}: {bound}
            {bestXM !== undefined && ` · ${t('plan.loading.payloadAt', { at: number(bestXM, 2) })}`}
            {minPayloadKg !== undefined && ` · ${t('plan.loading.payloadLeast', { mass: tonnes(minPayloadKg) })}`}
          </span>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t('plan.loading.placeSoOn', { mass: tonnes(maxPayloadKg), road: where })}
            onClick={onPlace}
          >
            {t('plan.loading.placeSo')}
          </Button>
        </>
      ) : (
        <span className="kv-note kv-load-payload-none">
          ✕ {t('plan.loading.payloadNone', { what: whatWords(infeasibleEmpty, t).toLowerCase() })}
        </span>
      )}
    </li>
  );
}
