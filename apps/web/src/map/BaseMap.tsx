import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMap } from 'react-leaflet';
import { currentLanguage } from '../i18n/index.ts';
import { PALETTES } from '../theme/palette.ts';
import { BaseMapLayer } from './base/base-map-layer.ts';

export function BaseMap({ underTiles }: { underTiles: boolean }) {
  const map = useMap();
  const { t } = useTranslation();
  const palette = PALETTES[useComputedColorScheme('light')];
  const language = currentLanguage();
  const [failed, setFailed] = useState(false);
  const layer = useRef<BaseMapLayer | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the layer is made once; the next effect keeps its look
  useEffect(() => {
    map.attributionControl?.setPrefix(false);
    const made = new BaseMapLayer(
      { palette, language, underTiles },
      (error) => {
        console.error('The base map did not load', error);
        setFailed(true);
      },
      () => performance.mark('karavan:base-map'),
    );
    layer.current = made.addTo(map);
    return () => {
      made.remove();
    };
  }, [map]);

  useEffect(() => layer.current?.setLook({ palette, language, underTiles }), [palette, language, underTiles]);

  return failed ? (
    <div className="kv-map-note" role="status">
      {t('map.baseFailed')}
    </div>
  ) : null;
}
