import type { QueryClient } from '@tanstack/react-query';

/** Whatever shows a term of delivery asks for it again. */
export async function forgetNorms(client: QueryClient): Promise<void> {
  for (const queryKey of [['norms'], ['idle'], ['wagon'], ['where'], ['shipment'], ['shipments']])
    await client.invalidateQueries({ queryKey });
}
