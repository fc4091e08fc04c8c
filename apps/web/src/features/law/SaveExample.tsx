import type { TrialExpected, VerdictKey } from '@karavan/contracts';
import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client.ts';
import type { Question } from './bench-model.ts';
import { allWords } from './problems.ts';

const EXPECTED = ['computed', 'ok', 'notOk'] as const;
type Expected = (typeof EXPECTED)[number];

interface SaveExampleProps {
  question: Question;
  on: string;
  keys: readonly VerdictKey[];
}

/** Keeps the truck of the bench, on its day, with the verdict it is to have. */
export function SaveExample({ question, on, keys }: SaveExampleProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [expected, setExpected] = useState<Expected>('computed');
  const save = useMutation({
    mutationFn: () => {
      const stated: TrialExpected = Object.fromEntries(keys.map((key) => [key, { ok: expected === 'ok' }]));
      const request = { ...question.request, on };
      const body = { name: name.trim(), plan: question.plan, request, ...(expected === 'computed' ? {} : { expected: stated }) };
      return call('saveTrial', { body });
    },
    onSuccess: async () => {
      notifications.show({ message: t('law.bench.saved'), withBorder: true });
      setName('');
      await client.invalidateQueries({ queryKey: ['law'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className="kv-law-save" onSubmit={submit}>
      <TextInput
        label={t('law.bench.saveName')}
        value={name}
        maxLength={200}
        required
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div>
        <p className="kv-law-label" id="law-expected">
          {t('law.bench.expected')}
        </p>
        <SegmentedControl
          aria-labelledby="law-expected"
          data={EXPECTED.map((value) => ({ value, label: t(`law.bench.expectedAs.${value}`) }))}
          value={expected}
          onChange={(value) => setExpected(value as Expected)}
        />
      </div>
      <Button type="submit" variant="default" disabled={save.isPending || name.trim() === ''}>
        {t('law.bench.save')}
      </Button>
      {save.error !== null && (
        <p className="kv-late" role="alert">
          {allWords(save.error, t)}
        </p>
      )}
    </form>
  );
}
