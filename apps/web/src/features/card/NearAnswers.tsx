import type { WhereAnswer } from '@karavan/contracts';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answerPath } from '../../live/asset-path.ts';
import { AnswerOption } from '../search/AnswerOption.tsx';

/** What the number may have meant. */
export function NearAnswers({ answers }: { answers: readonly WhereAnswer[] }) {
  const { t } = useTranslation();
  return (
    <>
      {answers.length > 0 && <h2 className="kv-near-title">{t('card.near')}</h2>}
      <ul className="kv-near">
        {answers.slice(0, 5).map((answer) => (
          <li key={`${answer.kind}:${answer.id}`}>
            <Link to={answerPath(answer)}>
              <AnswerOption answer={answer} />
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
