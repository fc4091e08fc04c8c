import type { WhereAnswer } from '@karavan/contracts';
import { ActionIcon, Combobox, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
import { IconHistory, IconSearch, IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ApiError } from '../../api/client.ts';
import { queryClient, useWhere, whereQuery } from '../../api/queries.ts';
import { answerPath } from '../../live/asset-path.ts';
import { FROM_SEARCH } from '../../ui/use-focus-from-search.ts';
import { AnswerOption } from './AnswerOption.tsx';
import { isGuess, isOnlyGuessed } from './is-guess.ts';
import { forgetSearches, recentSearches, rememberSearch } from './recent.ts';
import './search.css';

const KINDS = ['train', 'wagon', 'truck', 'order', 'shipment'] as const;
const RECENT = 'recent:';

/** One box for any number. The server forgives case, spaces, alphabet, keyboard layout and one wrong digit. */
export function SearchBox() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const isNarrow = useMediaQuery('(max-width: 600px)');
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const query = text.trim();
  const [asked] = useDebouncedValue(query, 160);
  const where = useWhere(asked, { keep: true });
  const [recent, setRecent] = useState(recentSearches);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });

  const answers = query === '' ? [] : (where.data?.answers ?? []);
  const isAnswered = where.data?.query === query || (asked === query && where.isSuccess && !where.isPlaceholderData);

  const isGuessed = isOnlyGuessed(answers);

  const leave = () => {
    combobox.closeDropdown();
    setText('');
    input.current?.blur();
  };
  const open = (answer: WhereAnswer) => {
    rememberSearch(answer.title);
    setRecent(recentSearches());
    void navigate(answerPath(answer), { state: FROM_SEARCH });
    leave();
  };
  /** Enter before the answers are there: wait for them and take the best. */
  const openBest = async () => {
    if (query === '') return;
    const reply = await queryClient.fetchQuery({ ...whereQuery(query), staleTime: 5000 }).catch(() => null);
    const [best] = reply?.answers ?? [];
    // another number than the one typed is offered, never opened unasked
    if (best && !isGuess(best)) return open(best);
    combobox.openDropdown();
    if (best) combobox.selectFirstOption();
  };
  const choose = (value: string) => {
    if (value.startsWith(RECENT)) {
      setText(value.slice(RECENT.length));
      input.current?.focus();
      return;
    }
    const answer = answers.find((one) => keyOf(one) === value);
    if (answer) open(answer);
  };

  return (
    <search className="kv-search">
      <Combobox
        store={combobox}
        onOptionSubmit={choose}
        withinPortal={false}
        width={isNarrow ? 'calc(100vw - 16px)' : 'target'}
        zIndex={1500}
        offset={4}
        shadow="none"
      >
        <Combobox.Target>
          <TextInput
            ref={input}
            data-testid="search-box"
            aria-label={t('search.label')}
            placeholder={isNarrow ? t('search.short') : t('search.placeholder')}
            leftSection={<IconSearch size={16} aria-hidden="true" />}
            rightSection={
              text === '' ? (
                <span className="kv-search-key" aria-hidden="true">
                  /
                </span>
              ) : (
                <ActionIcon variant="subtle" size="sm" className="kv-tool" aria-label={t('card.close')} onClick={leave}>
                  <IconX size={14} />
                </ActionIcon>
              )
            }
            value={text}
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => {
              setText(event.currentTarget.value);
              combobox.openDropdown();
              combobox.updateSelectedOptionIndex();
            }}
            onFocus={() => combobox.openDropdown()}
            onClick={() => combobox.openDropdown()}
            onBlur={() => combobox.closeDropdown()}
            onKeyDown={(event) => {
              if (event.key === 'Escape') leave();
              if (event.key === 'Enter' && combobox.getSelectedOptionIndex() === -1) void openBest();
            }}
          />
        </Combobox.Target>
        <Combobox.Dropdown className="kv-search-drop" hidden={query === '' && recent.length === 0}>
          <Combobox.Options aria-label={t('search.label')}>
            {query === '' && recent.length > 0 && (
              <Combobox.Group label={t('search.recent')}>
                {recent.map((entry) => (
                  <Combobox.Option key={entry} value={RECENT + entry} className="kv-search-recent">
                    <IconHistory size={15} aria-hidden="true" /> {entry}
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            )}
            {isGuessed && (
              <div className="kv-search-near" role="status">
                {t('search.near', { query: asked })}
              </div>
            )}
            {KINDS.map((kind) => {
              const ofKind = answers.filter((answer) => answer.kind === kind);
              return ofKind.length === 0 ? null : (
                <Combobox.Group key={kind} label={t(`search.group.${kind}`)}>
                  {ofKind.map((answer) => (
                    <Combobox.Option key={keyOf(answer)} value={keyOf(answer)}>
                      <AnswerOption answer={answer} />
                    </Combobox.Option>
                  ))}
                </Combobox.Group>
              );
            })}
          </Combobox.Options>
          {query === '' && recent.length > 0 && (
            <Combobox.Footer>
              <button
                type="button"
                className="kv-link"
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => {
                  forgetSearches();
                  setRecent([]);
                }}
              >
                {t('search.clear')}
              </button>
            </Combobox.Footer>
          )}
          {query !== '' && answers.length === 0 && (
            <div className="kv-search-empty" role="status">
              {where.isError ? (
                t(isOffline(where.error) ? 'search.offline' : 'search.failed')
              ) : isAnswered ? (
                query.length < 3 ? (
                  t('search.short3')
                ) : (
                  <>
                    <strong>{t('search.nothing', { query })}</strong>
                    <span>{t('search.hint')}</span>
                  </>
                )
              ) : (
                t('search.looking')
              )}
            </div>
          )}
        </Combobox.Dropdown>
      </Combobox>
    </search>
  );
}

function isOffline(error: unknown): boolean {
  return error instanceof ApiError && error.kind === 'offline';
}

function keyOf(answer: WhereAnswer): string {
  return `${answer.kind}:${answer.id}`;
}
