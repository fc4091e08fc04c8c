import { type NormBook, SHIPMENT_KINDS } from '@karavan/contracts';
import { normTerm } from '@karavan/tracking/norm-term';
import { useFormat } from '../../format/use-format.ts';
import { Facts } from '../../ui/Facts.tsx';
import { Time } from '../../ui/Time.tsx';
import { NormActions } from './NormActions.tsx';

interface NormVersionProps {
  book: NormBook;
  isCurrent: boolean;
  today: string;
  /** absent: this user may only read */
  onCopy: (() => void) | undefined;
}

const EXAMPLES_KM = [500, 1500, 4000];

export function NormVersion({ book, isCurrent, today, onCopy }: NormVersionProps) {
  const { t, day, days } = useFormat();
  const isShipped = book.version === 0;
  const isSure = book.confidence === 'confirmed';
  const state = stateOf(book, { isCurrent, today });
  const span =
    book.validTo == null
      ? t('norms.from', { day: day(book.validFrom) })
      : t('norms.fromTo', { from: day(book.validFrom), to: day(book.validTo) });
  return (
    <li className={book.withdrawnAt === null ? 'kv-norm' : 'kv-norm kv-norm-gone'} data-testid={`norms-${book.version}`}>
      <div className="kv-norm-head">
        <h2>{isShipped ? t('norms.shipped') : `${t('norms.version', { version: book.version })} · ${book.name}`}</h2>
        <span className="kv-norm-badges">
          <span className={isCurrent ? 'kv-on-time' : 'kv-note'}>
            {isCurrent ? '●' : '○'} {t(`norms.state.${state}`)}
          </span>
          <span className={isSure ? 'kv-on-time' : 'kv-risk'}>
            {isSure ? '✓' : '?'} {t(isSure ? 'norms.confirmed' : 'norms.unconfirmed')}
          </span>
        </span>
      </div>
      {isShipped && (
        <p className="kv-note">
          {t('norms.shippedName')}. {t('norms.shippedNote')}
        </p>
      )}
      <div className="kv-norm-body">
        <Speeds book={book} />
        <Facts
          facts={[
            { label: t('norms.accepted'), value: span },
            {
              label: t('norms.extra'),
              value:
                book.extraDays.length === 0
                  ? t('norms.extraNone')
                  : book.extraDays
                      .map(({ days: count, why }) =>
                        t('norms.extraDays', { days: days(count), why: isShipped ? t('norms.shippedWhy') : why }),
                      )
                      .join('; '),
            },
            { label: t('norms.example'), value: <Examples book={book} /> },
            { label: t('norms.source'), value: isShipped ? t('norms.shippedSource') : book.source },
            book.createdAt !== null && { label: t('norms.by'), value: book.createdBy, note: <Time at={book.createdAt} /> },
            book.confirmedAt !== null && {
              label: t('norms.confirmedBy'),
              value: book.confirmedBy,
              note: <Time at={book.confirmedAt} />,
            },
            book.withdrawnAt !== null && {
              label: t('norms.withdrawnBy'),
              value: book.withdrawnBy,
              note: <Time at={book.withdrawnAt} />,
            },
          ]}
        />
      </div>
      {onCopy && <NormActions book={book} today={today} onCopy={onCopy} />}
    </li>
  );
}

type State = 'inForce' | 'notYet' | 'ended' | 'covered' | 'withdrawn';

function stateOf(book: NormBook, { isCurrent, today }: { isCurrent: boolean; today: string }): State {
  if (book.withdrawnAt !== null) return 'withdrawn';
  if (isCurrent) return 'inForce';
  if (book.validFrom > today) return 'notYet';
  return book.validTo != null && book.validTo < today ? 'ended' : 'covered';
}

/** Km a day by distance: a row a step, a column a kind of shipment. */
function Speeds({ book }: { book: NormBook }) {
  const { t, number } = useFormat();
  const steps = [...new Set(SHIPMENT_KINDS.flatMap((kind) => book.kmPerDay[kind].map(({ fromKm }) => fromKm)))].sort(
    (a, b) => a - b,
  );
  const span = (index: number) => {
    const [from = 0, next] = [steps[index], steps[index + 1]];
    return next === undefined ? `${number(from)}+` : `${number(from)}–${number(next - 1)}`;
  };
  return (
    <table className="kv-norm-speeds">
      <thead>
        <tr>
          <th scope="col">{t('norms.distance')}</th>
          {SHIPMENT_KINDS.map((kind) => (
            <th key={kind} scope="col">
              {t(`norms.kind.${kind}`)}
              <span className="kv-note">{t('norms.perDay')}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {steps.map((fromKm, index) => (
          <tr key={fromKm}>
            <th scope="row">{span(index)}</th>
            {SHIPMENT_KINDS.map((kind) => (
              <td key={kind}>{number(book.kmPerDay[kind].findLast((band) => band.fromKm <= fromKm)?.kmPerDay ?? 0, 1)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What the version makes of a few distances, whatever else counts on the day. */
function Examples({ book }: { book: NormBook }) {
  const { t, km, days } = useFormat();
  const alone = { ...book, validTo: null, withdrawnAt: null };
  const acceptedAt = `${book.validFrom}T12:00:00Z`;
  return (
    <>
      {EXAMPLES_KM.map((distanceKm) => {
        const term = normTerm({ acceptedAt, distanceKm }, [alone]);
        return (
          <span key={distanceKm} className="kv-norm-example">
            {term && t('norms.exampleKm', { km: km(distanceKm), days: days(term.travelDays + term.extraDays) })}
          </span>
        );
      })}
    </>
  );
}
