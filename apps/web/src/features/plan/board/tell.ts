import { notifications } from '@mantine/notifications';

/** A word that passes by: above the board, where it covers neither the trip that is open nor why something was refused. */
export function tell(message: string, { isFault = false }: { isFault?: boolean } = {}): void {
  const id = isFault ? 'board-fault' : 'board-word';
  notifications.hide(id); // the next one says how it is now
  const isNarrow = matchMedia('(max-width: 700px)').matches;
  notifications.show({
    id,
    message,
    withBorder: true,
    position: isNarrow ? 'bottom-center' : 'top-center',
    autoClose: isFault ? 10_000 : 6_000,
    ...(isFault ? { color: 'red' } : {}),
  });
}
