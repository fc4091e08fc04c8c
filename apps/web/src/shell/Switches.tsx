import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { currentLanguage, switchLanguage } from '../i18n/index.ts';

const LANGUAGES = ['ru', 'en'] as const;

/** Two languages, two buttons: the pressed one is the one you read. */
export function LanguageSwitch() {
  const { t } = useTranslation();
  const language = currentLanguage();
  return (
    <fieldset className="kv-language" data-testid="language-switch" aria-label={t('language.label')}>
      {LANGUAGES.map((one) => (
        <button
          key={one}
          type="button"
          lang={one}
          aria-pressed={one === language}
          title={t(`language.${one}`)}
          onClick={() => one !== language && switchLanguage(one)}
        >
          {one}
        </button>
      ))}
    </fieldset>
  );
}

export function ThemeSwitch() {
  const { t } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light') === 'dark';
  const label = isDark ? t('theme.toLight') : t('theme.toDark');
  return (
    <ActionIcon
      className="kv-tool"
      data-testid="theme-switch"
      variant="subtle"
      onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
      aria-label={label}
      title={label}
    >
      {isDark ? <IconSun size={18} /> : <IconMoon size={18} />}
    </ActionIcon>
  );
}
