import { SILHOUETTES } from '../map/assets/silhouettes.ts';

export function Wordmark({ size = 20 }: { size?: number }) {
  return (
    <span className="kv-wordmark" style={{ fontSize: size }}>
      <svg width={size * 1.25} height={size} viewBox="-10 -8 20 16" aria-hidden="true">
        <path d={SILHOUETTES.truck} fill="var(--kv-accent)" />
      </svg>
      <span>Karavan</span>
    </span>
  );
}
