import type { LawChangeReply } from '@karavan/contracts';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { forgetLaw } from './use-law.ts';

/** First what a change would do, then the change itself. A draft that was altered is looked at again before it is saved. */
export function useSaving<Draft>(input: {
  send: (draft: Draft, dryRun: boolean) => Promise<LawChangeReply>;
  onSaved: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const look = useMutation({ mutationFn: (draft: Draft) => input.send(draft, true) });
  const save = useMutation({
    mutationFn: (draft: Draft) => input.send(draft, false),
    onSuccess: async () => {
      notifications.show({ message: t('law.item.saved'), withBorder: true });
      input.onSaved();
      await forgetLaw(client);
    },
  });
  return {
    look: (draft: Draft) => {
      save.reset();
      look.mutate(draft);
    },
    save: save.mutate,
    forget: () => {
      look.reset();
      save.reset();
    },
    effect: look.data,
    error: save.error ?? look.error,
    isBusy: look.isPending || save.isPending,
  };
}
