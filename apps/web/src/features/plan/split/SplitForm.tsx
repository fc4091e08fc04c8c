import { SplitRequest } from '@karavan/contracts';
import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import type { SplitFormProps } from './asked.ts';
import { OrderForm } from './OrderForm.tsx';

/** The question: an order over stored trucks, or a request as programs send it. */
export function SplitForm({ road, isAsking, onAsk }: SplitFormProps) {
  const { t } = useFormat();
  const [source, setSource] = useState<'stored' | 'spelled'>(road.network.version === 0 ? 'spelled' : 'stored');
  return (
    <div className="kv-plan-form">
      <SegmentedControl
        fullWidth
        aria-label={t('plan.board.split.source')}
        data={(['stored', 'spelled'] as const).map((value) => ({ value, label: t(`plan.board.split.${value}`) }))}
        value={source}
        onChange={(value) => setSource(value as typeof source)}
      />
      {source === 'stored' ? (
        <OrderForm road={road} isAsking={isAsking} onAsk={onAsk} />
      ) : (
        <JsonForm isAsking={isAsking} onAsk={onAsk} />
      )}
    </div>
  );
}

function JsonForm({ isAsking, onAsk }: Omit<SplitFormProps, 'road'>) {
  const { t } = useFormat();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readRequest(text);
    setProblem('problem' in read ? t('plan.board.split.badJson', { message: read.problem }) : null);
    if ('request' in read) onAsk({ request: read.request, order: null });
  };
  return (
    <form className="kv-plan-form" onSubmit={submit}>
      <Textarea
        label={t('plan.board.split.json')}
        rows={16}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {problem !== null && (
        <p className="kv-late" role="alert">
          {problem}
        </p>
      )}
      <Button type="submit" disabled={isAsking || text.trim() === ''}>
        {isAsking ? t('plan.board.split.asking') : t('plan.board.split.ask')}
      </Button>
    </form>
  );
}

function readRequest(text: string): { request: SplitRequest } | { problem: string } {
  try {
    const parsed = SplitRequest.safeParse(JSON.parse(text));
    if (parsed.success) return { request: parsed.data };
    return {
      problem: parsed.error.issues
        .map(({ path, message }) => `${path.join('.')}: ${message}`)
        .slice(0, 5)
        .join('; '),
    };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
