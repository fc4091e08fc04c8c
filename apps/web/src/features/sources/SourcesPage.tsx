import type { User } from '@karavan/contracts';
import { useTranslation } from 'react-i18next';
import { useTitle } from '../../ui/use-title.ts';
import { StationsLink } from '../stations/StationsLink.tsx';
import { Devices } from './Devices.tsx';
import { Health } from './Health.tsx';
import { Reports } from './Reports.tsx';
import { Upload } from './Upload.tsx';
import { WaitingLink } from './WaitingLink.tsx';
import './sources.css';

/** What comes in: how every source is doing, the reports with what could not be read, the devices that wait. */
export default function SourcesPage({ user }: { user: User }) {
  const { t } = useTranslation();
  useTitle(t('sources.title'));
  return (
    <div className="kv-sources">
      <header>
        <h1>{t('sources.title')}</h1>
        <p className="kv-note">{t('sources.intro')}</p>
      </header>
      <WaitingLink />
      <StationsLink />
      <Health isAdmin={user.role === 'admin'} />
      <Upload />
      <Devices quarantined />
      <Reports />
      <Devices quarantined={false} />
    </div>
  );
}
