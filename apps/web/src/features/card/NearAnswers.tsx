import type { WhereAnswer } from '@karavan/contracts';
import { Link } from 'react-router';
import { answerPath } from '../../live/asset-path.ts';
import { AnswerOption } from '../search/AnswerOption.tsx';

/** What the number may have meant. */
export function NearAnswers({ answers }: { answers: readonly WhereAnswer[] }) {
  return (
    <ul className="kv-near">
      {answers.slice(0, 5).map((answer) => (
        <li key={`${answer.kind}:${answer.id}`}>
          <Link to={answerPath(answer)}>
            <AnswerOption answer={answer} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
