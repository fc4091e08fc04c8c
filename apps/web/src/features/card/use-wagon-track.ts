import { useQuery } from '@tanstack/react-query';
import type { Feature } from 'geojson';
import { useEffect } from 'react';
import { call } from '../../api/client.ts';
import { useLive } from '../../live/live-context.tsx';

/** Draws the way of the open wagon: passed, still to go, and the stations it was seen at. Tells whether there is any. */
export function useWagonTrack(number: string, enabled: boolean): boolean {
  const { controller } = useLive();
  const track = useQuery({
    queryKey: ['wagon', number, 'track'],
    queryFn: () => call('getWagonTrack', { params: { number } }),
    staleTime: 60_000,
    enabled,
  });
  const features = track.data?.features;
  useEffect(() => {
    controller.track.set(features ? (features as unknown as Feature[]) : null);
    return () => controller.track.set(null);
  }, [controller, features]);
  return features?.some((feature) => (feature as unknown as Feature).geometry.type === 'LineString') ?? false;
}
