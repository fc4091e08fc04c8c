import type { User } from '@karavan/contracts';
import { Menu, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconKeyboard, IconLogout } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { signOut } from '../session/session.ts';
import { LanguageSwitch, ThemeSwitch } from './Switches.tsx';

export function UserMenu({ user, onHelp }: { user: User; onHelp: () => void }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" withinPortal zIndex={2000} shadow="none">
      <Menu.Target>
        <UnstyledButton className="kv-user" aria-label={`${t('user.menu')}: ${user.name}`}>
          <span className="kv-user-name">{user.name}</span>
          <span className="kv-user-initials" aria-hidden="true">
            {initials(user.name)}
          </span>
          <IconChevronDown size={14} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className="kv-user-card">
          <strong>{user.name}</strong>
          <span>{user.email}</span>
          <span>
            {t(`role.${user.role}`)} · {user.companyName}
          </span>
        </div>
        <div className="kv-user-switches">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={onHelp}>
          {t('user.help')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          {t('user.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0] ?? '')
    .join('')
    .toUpperCase();
}
