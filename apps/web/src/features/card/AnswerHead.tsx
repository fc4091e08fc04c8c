import type { AssetState } from '@karavan/contracts';
import { ActionIcon, Skeleton } from '@mantine/core';
import { IconCurrentLocation, IconFocus2, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLive } from '../../live/live-context.tsx';
import type { Point } from '../../map/map-controller.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { LiveRegion } from '../../ui/LiveRegion.tsx';
import { useFocusFromSearch } from '../../ui/use-focus-from-search.ts';
import { useValue } from '../../ui/value-store.ts';

interface AnswerHeadProps {
  /** what it is, above its number */
  what: string;
  title: string;
  /** undefined: still to come; null: there is none */
  sentence: string | undefined | null;
  glyph: ReactNode;
  asset?: AssetState | undefined;
  place?: Point | undefined;
  back: string;
  tools?: ReactNode;
}

/** The head of every card: what it is, and the one sentence a dispatcher would say on the phone. */
export function AnswerHead({ what, title, sentence, glyph, asset, place, back, tools }: AnswerHeadProps) {
  const { t } = useTranslation();
  const { controller } = useLive();
  const heading = useFocusFromSearch();
  const following = useValue(controller.following);
  const isFollowed = asset !== undefined && following?.assetId === asset.id;
  const target = asset?.position ?? place;
  return (
    <header className="kv-answer-head">
      <div className="kv-answer-bar">
        {glyph}
        <h1 ref={heading} tabIndex={-1}>
          <span className="kv-answer-what">{what}</span> {title}
        </h1>
        <div className="kv-answer-tools">
          <CopyButton value={title} label={t('card.copyNumber')} />
          {target && (
            <ActionIcon
              className="kv-tool"
              variant="subtle"
              size="sm"
              aria-label={t('card.showOnMap')}
              title={t('card.showOnMap')}
              onClick={() => controller.show(target, 10)}
            >
              <IconFocus2 size={15} />
            </ActionIcon>
          )}
          {asset?.position && (
            <ActionIcon
              className="kv-tool"
              variant="subtle"
              size="sm"
              aria-pressed={isFollowed}
              aria-label={t('map.follow')}
              title={`${t('map.follow')} (F)`}
              onClick={() => controller.following.set(isFollowed ? null : { assetId: asset.id, paused: false })}
            >
              <IconCurrentLocation size={15} />
            </ActionIcon>
          )}
          {tools}
          <ActionIcon
            className="kv-tool"
            variant="subtle"
            size="sm"
            component={Link}
            to={back}
            aria-label={t('card.close')}
            title={`${t('card.close')} (Esc)`}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      </div>
      {sentence === null ? null : sentence === undefined ? (
        <div className="kv-answer-sentence" aria-busy="true">
          <Skeleton height={14} mt={4} />
          <Skeleton height={14} mt={8} />
          <Skeleton height={14} mt={8} width="60%" />
        </div>
      ) : (
        <p className="kv-answer-sentence">
          <span data-testid="answer-sentence">{sentence}</span> <CopyButton value={sentence} label={t('card.copySentence')} />
        </p>
      )}
      <LiveRegion text={sentence ? t('card.updated', { label: title, sentence }) : ''} />
    </header>
  );
}
