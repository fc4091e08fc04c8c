import type { NormBook, User } from '@karavan/contracts';
import { normBookOf } from '@karavan/tracking/norm-books';
import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { call } from '../../api/client.ts';
import { useFormat } from '../../format/use-format.ts';
import { Failure } from '../../ui/PageState.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { NormForm } from './NormForm.tsx';
import { NormVersion } from './NormVersion.tsx';
import '../sources/sources.css';
import '../tariffs/tariffs.css';
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
  useTitle(t('norms.title'));
  return (
    <div className="kv-tariffs">
      <header>
        <Link to="/exceptions" className="kv-back">
          <IconArrowLeft size={15} aria-hidden="true" /> {t('norms.back')}
        </Link>
        <div className="kv-section-head">
          <h1>{t('norms.title')}</h1>
          {isAdmin && current && (
            <Button size="compact-sm" variant="default" onClick={() => setBase(current)}>
              {t('norms.add')}
            </Button>
          )}
        </div>
        <p className="kv-note">{t('norms.intro')}</p>
        <p className="kv-note">{t('norms.kindsNote')}</p>
      </header>
      {norms.isPending && <Waiting />}
      {norms.isError && books.length === 0 && <Failure error={norms.error} retry={() => void norms.refetch()} />}
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
    </div>
  );
}
