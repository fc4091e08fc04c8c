import L from 'leaflet';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useMap } from 'react-leaflet';

/** Leaflet's own scale, in the reader's units. */
const LocalScale = L.Control.Scale.extend({
  _updateScale(this: { options: LocalOptions }, line: HTMLElement, text: string, ratio: number) {
    const { km, m, maxWidth } = this.options;
    line.style.width = `${Math.round((maxWidth ?? 100) * ratio)}px`;
    line.textContent = text.replace(/km$/, km).replace(/(?<=\d )m$/, m);
  },
}) as unknown as new (
  options: LocalOptions,
) => L.Control.Scale;

interface LocalOptions extends L.Control.ScaleOptions {
  km: string;
  m: string;
}

export function Scale() {
  const map = useMap();
  const { t } = useTranslation();
  const [km, m] = [t('map.km'), t('map.m')];
  useEffect(() => {
    const scale = new LocalScale({ position: 'bottomright', imperial: false, maxWidth: 120, km, m }).addTo(map);
    return () => {
      scale.remove();
    };
  }, [map, km, m]);
  return null;
}
