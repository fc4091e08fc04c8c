import type { NormBook, User } from '@karavan/contracts';
import { normBookOf } from '@karavan/tracking/norm-books';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { useFormat } from '../../format/use-format.ts';
import { VersionsFrame } from '../tariffs/VersionsFrame.tsx';
import { NormForm } from './NormForm.tsx';
import { NormVersion } from './NormVersion.tsx';
import './norms.css';

/** Versions of the norms that terms of delivery are computed by; people of the company read them, an administrator changes them. */
export default function NormsPage({ user }: { user: User }) {
  const { t, now } = useFormat();
  const [base, setBase] = useState<NormBook | null>(null);
  const norms = useQuery({ queryKey: ['norms'], queryFn: () => call('listNorms', { query: { limit: 500 } }) });
  const books = norms.data?.items ?? [];
  const isAdmin = user.role === 'admin';
  const today = new Date(now + 3 * 3_600_000).toISOString().slice(0, 10);
  const current = normBookOf(today, books);
  return (
    <VersionsFrame
      title={t('norms.title')}
      back={t('norms.back')}
      notes={[t('norms.intro'), t('norms.kindsNote')]}
      addLabel={t('norms.add')}
      onAdd={isAdmin && current ? () => setBase(current) : undefined}
      query={norms}
      isEmpty={books.length === 0}
    >
      <ul className="kv-norms">
        {books.map((book) => (
          <NormVersion
            key={book.id}
            book={book}
            isCurrent={book === current}
            today={today}
            onCopy={isAdmin ? () => setBase(book) : undefined}
          />
        ))}
      </ul>
      {base !== null && <NormForm base={base} today={today} onClose={() => setBase(null)} />}
    </VersionsFrame>
  );
}
