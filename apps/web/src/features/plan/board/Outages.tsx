import type { BoardPlan, PlanOutage } from '@karavan/contracts';
import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { serverNow } from '../../../format/clock.ts';
import { useFormat } from '../../../format/use-format.ts';
import { MomentField } from '../../../ui/DateFields.tsx';
import { OutageTimes } from './OutageTimes.tsx';
import type { Actions } from './use-board.ts';
import { instantAt, wallOf } from './wall-time.ts';

interface OutagesProps {
  plan: BoardPlan;
  actions: Actions;
}

/** Trucks that are out and bays that are closed, each with a way to say that it is over. */
export function Outages({ plan, actions }: OutagesProps) {
  const { t } = useFormat();
  if (plan.outages.length === 0) return null;
  return (
    <ul className="kv-outages" aria-label={t('plan.board.outage.title')} data-testid="outages">
      {plan.outages.map((outage) => (
        <Outage key={outage.id} outage={outage} plan={plan} actions={actions} />
      ))}
    </ul>
  );
}

function Outage({ outage, plan, actions }: OutagesProps & { outage: PlanOutage }) {
  const { t } = useFormat();
  const [isEnding, setEnding] = useState(false);
  const zone = plan.request.site.receiving.timeZone;
  const isTruck = outage.what === 'truckOut';
  const place = isTruck || outage.place === 'site' ? plan.request.site.id : (outage.plantId ?? '');
  return (
    <li>
      <span>
        <strong>{isTruck ? outage.vehicleId : place}</strong> {t(isTruck ? 'plan.board.outage.out' : 'plan.board.outage.shut')}{' '}
        <OutageTimes outage={outage} zone={zone} />
      </span>
      <button type="button" className="kv-link" aria-expanded={isEnding} onClick={() => setEnding(!isEnding)}>
        {t(isTruck ? 'plan.board.outage.back' : 'plan.board.outage.open')}
      </button>
      {isEnding && <EndForm outage={outage} zone={zone} actions={actions} onDone={() => setEnding(false)} />}
    </li>
  );
}

interface EndFormProps {
  outage: PlanOutage;
  zone: string;
  actions: Actions;
  onDone: () => void;
}

function EndForm({ outage, zone, actions, onDone }: EndFormProps) {
  const { t } = useFormat();
  const [at, setAt] = useState(() => wallOf(Math.max(serverNow(), Date.parse(outage.from)), zone));
  const isBusy = actions.working !== null;
  const end = async (until: string | undefined) => {
    if (until !== undefined && (await actions.endOutage(outage.id, until)) !== null) onDone();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void end(instantAt(at, zone));
  };
  return (
    <form className="kv-outage-end" onSubmit={submit}>
      <MomentField required label={t('plan.board.outage.at')} value={at} onValue={setAt} />
      <Button type="submit" variant="default" disabled={isBusy || at === ''}>
        {t(outage.what === 'truckOut' ? 'plan.board.outage.isBack' : 'plan.board.outage.isOpen')}
      </Button>
      <Button variant="subtle" disabled={isBusy} onClick={() => void end(outage.from)}>
        {t('plan.board.outage.never')}
      </Button>
    </form>
  );
}
