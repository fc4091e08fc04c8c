import type { Tariff, User } from '@karavan/contracts';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { useFormat } from '../../format/use-format.ts';
import { BUILT_IN_TARIFF } from './built-in.ts';
import { TariffForm } from './TariffForm.tsx';
import { VersionsFrame } from './VersionsFrame.tsx';

/** Versions of what a wagon costs at its destination; people of the company read them, an administrator changes them. */
export default function TariffsPage({ user }: { user: User }) {
  const { t } = useFormat();
  const [edited, setEdited] = useState<Tariff | 'new' | null>(null);
  const tariffs = useQuery({ queryKey: ['tariffs'], queryFn: () => call('listTariffs', { query: { limit: 500 } }) });
  const items = tariffs.data?.items ?? [];
  const isAdmin = user.role === 'admin';
  return (
    <VersionsFrame
      title={t('exceptions.tariff.title')}
      back={t('exceptions.tariff.back')}
      notes={[t('exceptions.tariff.intro')]}
      addLabel={t('exceptions.tariff.add')}
      onAdd={isAdmin ? () => setEdited('new') : undefined}
      query={tariffs}
      isEmpty={items.length === 0}
    >
      <ul className="kv-tariff-list">
        {items.map((tariff) => (
          <Version
            key={tariff.id}
            tariff={tariff}
            onEdit={isAdmin && tariff.id !== BUILT_IN_TARIFF ? () => setEdited(tariff) : undefined}
          />
        ))}
      </ul>
      {edited !== null && <TariffForm tariff={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </VersionsFrame>
  );
}

function Version({ tariff, onEdit }: { tariff: Tariff; onEdit: (() => void) | undefined }) {
  const { t, day, money, number } = useFormat();
  const isBuiltIn = tariff.id === BUILT_IN_TARIFF;
  const unit = t(`exceptions.clock.unit.${tariff.unit}`);
  const rate = (minor: number) => t('exceptions.clock.rate', { money: money(minor, tariff.currency), unit });
  const span =
    tariff.validTo == null
      ? t('exceptions.tariff.from', { day: day(tariff.validFrom) })
      : t('exceptions.tariff.fromTo', { from: day(tariff.validFrom), to: day(tariff.validTo) });
  return (
    <li data-testid={`tariff-${tariff.id}`}>
      <span>
        <strong>{isBuiltIn ? t('exceptions.tariff.builtIn') : tariff.name}</strong>
        {!isBuiltIn && <span className="kv-note">{span}</span>}
      </span>
      <span>
        {t('exceptions.tariff.free', { hours: number(tariff.freeHours, 1) })}
        <span className="kv-note">
          {t(`exceptions.clock.openedBy.${tariff.opens}`)} → {t(`exceptions.tariff.closing.${tariff.closes}`)}
        </span>
      </span>
      <span>
        {tariff.bands.map(({ fromDay, rateMinor }) => (
          <span key={fromDay} className="kv-tariff-rate">
            {fromDay === 1 ? rate(rateMinor) : t('exceptions.tariff.band', { day: fromDay, money: rate(rateMinor) })}
          </span>
        ))}
      </span>
      <span>
        <span className={tariff.confidence === 'confirmed' ? 'kv-on-time' : 'kv-risk'}>
          {t(`exceptions.tariff.confidence.${tariff.confidence}`)}
        </span>
        {!isBuiltIn && <span className="kv-note">{tariff.source}</span>}
      </span>
      {onEdit && (
        <Button size="compact-xs" variant="subtle" onClick={onEdit}>
          {t('exceptions.tariff.edit')}
        </Button>
      )}
    </li>
  );
}
