import type { WhereAnswer } from '@karavan/contracts';

/** What the server scores a wagon whose number is one mistyped digit away from the one asked for. */
const ONE_DIGIT_AWAY = 0.8;

/** Another number than the one typed, offered in case a digit was mistyped. */
export function isGuess({ kind, score }: Pick<WhereAnswer, 'kind' | 'score'>): boolean {
  return kind === 'wagon' && score === ONE_DIGIT_AWAY;
}

/** Nothing is what was asked for by name; the best there is may have been meant. */
export function isOnlyGuessed(answers: readonly Pick<WhereAnswer, 'kind' | 'score'>[]): boolean {
  return answers.some(isGuess) && answers.every(({ score }) => score < 1);
}
