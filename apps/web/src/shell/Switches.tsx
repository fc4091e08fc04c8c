import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { currentLanguage, switchLanguage } from '../i18n/index.ts';

export function LanguageSwitch() {
  const { t } = useTranslation();
  const language = currentLanguage();
  return (
    <button
      type="button"
      className="kv-language"
      data-testid="language-switch"
      onClick={() => switchLanguage(language === 'ru' ? 'en' : 'ru')}
      aria-label={t('language.switch')}
      title={t('language.switch')}
    >
      <span data-on={language === 'ru'}>ru</span>
      <span aria-hidden="true">·</span>
      <span data-on={language === 'en'}>en</span>
    </button>
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
