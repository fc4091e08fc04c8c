import type { User } from '@karavan/contracts';
import { Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, NavLink, Route, Routes, useLocation, useNavigate } from 'react-router';
import { AlertsLink } from '../features/alerts/AlertsLink.tsx';
import { FleetPanel } from '../features/fleet/FleetPanel.tsx';
import { SearchBox } from '../features/search/SearchBox.tsx';
import { LiveContext } from '../live/live-context.tsx';
import { isStaff } from '../session/session.ts';
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx';
import { lazyPage, preloadWhenIdle } from '../ui/lazy-page.ts';
import { NotFound } from '../ui/NotFound.tsx';
import { PartsMissing } from '../ui/PartsMissing.tsx';
import { useHotkeys } from '../ui/use-hotkeys.ts';
import { Waiting } from '../ui/Waiting.tsx';
import { ConnectionPill, MoscowClock } from './ConnectionPill.tsx';
import { KeyboardHelp } from './KeyboardHelp.tsx';
import { Panel } from './Panel.tsx';
import { LanguageSwitch, ThemeSwitch } from './Switches.tsx';
import { UserMenu } from './UserMenu.tsx';
import { useLiveParts } from './use-live-parts.ts';
import { Wordmark } from './Wordmark.tsx';
import './shell.css';

const MapStage = lazyPage(() => import('../map/MapStage.tsx'));
const WagonCard = lazyPage(() => import('../features/card/WagonCard.tsx'));
const TrainPage = lazyPage(() => import('../features/train/TrainPage.tsx'));
const VehicleCard = lazyPage(() => import('../features/card/VehicleCard.tsx'));
const OrderCard = lazyPage(() => import('../features/card/OrderCard.tsx'));
const SplitRequestPage = lazyPage(() => import('../features/split-request/SplitRequestPage.tsx'));
const ShipmentsPanel = lazyPage(() => import('../features/shipments/ShipmentsPanel.tsx'));
const ShipmentCard = lazyPage(() => import('../features/shipments/ShipmentCard.tsx'));
const ExceptionsPage = lazyPage(() => import('../features/exceptions/ExceptionsPage.tsx'));
const NormsPage = lazyPage(() => import('../features/norms/NormsPage.tsx'), { forStaff: true });
const TariffsPage = lazyPage(() => import('../features/tariffs/TariffsPage.tsx'), { forStaff: true });
const AlertsPage = lazyPage(() => import('../features/alerts/AlertsPage.tsx'), { forStaff: true });
const AlertSettingsPage = lazyPage(() => import('../features/alerts/SettingsPage.tsx'), { forStaff: true });
const GeofencesPanel = lazyPage(() => import('../features/geofences/GeofencesPanel.tsx'), { forStaff: true });
const SitesPanel = lazyPage(() => import('../features/sites/SitesPanel.tsx'), { forStaff: true });
const FencesOnMap = lazyPage(() => import('../features/geofences/FencesOnMap.tsx'), { forStaff: true });
const SourcesPage = lazyPage(() => import('../features/sources/SourcesPage.tsx'), { forStaff: true });
const PlanPage = lazyPage(() => import('../features/plan/PlanPage.tsx'), { forStaff: true });
const QuarantinePage = lazyPage(() => import('../features/sources/QuarantinePage.tsx'), { forStaff: true });
const StationsPage = lazyPage(() => import('../features/stations/StationsPage.tsx'), { forStaff: true });
const ReportPage = lazyPage(() => import('../features/sources/ReportPage.tsx'), { forStaff: true });

/** One frame for every page: bar, navigation, panel, and the map that stays while they change. */
export function Shell({ user }: { user: User }) {
  const { t } = useTranslation();
  const parts = useLiveParts();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [helpOpen, setHelpOpen] = useState(false);
  useEffect(() => preloadWhenIdle(isStaff(user)), [user]);
  const isFullPage = /^\/(sources|plan|exceptions|alerts)(\/|$)/.test(pathname);
  // the map is made when first needed and never unmade
  const [mapNeeded, setMapNeeded] = useState(!isFullPage);
  if (!mapNeeded && !isFullPage) setMapNeeded(true);
  const step = (by: 1 | -1) => {
    const paths = parts.controller.neighbours.get();
    const at = paths.indexOf(pathname);
    const next = paths[at === -1 ? 0 : at + by];
    if (next !== undefined) void navigate(next);
  };
  useHotkeys({
    help: () => setHelpOpen(true),
    search: () => document.querySelector<HTMLInputElement>('[data-testid="search-box"]')?.focus(),
    previous: () => step(-1),
    next: () => step(1),
    close: () => {
      // what is being planned is nobody's to throw away
      if (pathname !== '/' && !pathname.startsWith('/plan/')) void navigate(parentOf(pathname));
    },
    follow: () => {
      const assetId = parts.controller.selected.get();
      const followed = parts.controller.following.get()?.assetId;
      if (assetId) parts.controller.following.set(followed === assetId ? null : { assetId, paused: false });
    },
  });
  const pages = (
    <ErrorBoundary resetKey={pathname}>
      <Suspense fallback={<Waiting />}>
        <Routes>
          <Route path="/" element={<FleetPanel user={user} />} />
          <Route path="/w/:number" element={<WagonCard user={user} />} />
          <Route path="/t/:name" element={<VehicleCard />} />
          <Route path="/train/:index" element={<TrainPage user={user} />} />
          <Route path="/o/:order/split" element={<SplitRequestPage />} />
          <Route path="/o/:order" element={<OrderCard />} />
          <Route path="/shipments" element={<ShipmentsPanel />} />
          <Route path="/s/:id" element={<ShipmentCard />} />
          <Route path="/exceptions" element={<ExceptionsPage user={user} />} />
          <Route
            path="/exceptions/tariffs"
            element={isStaff(user) ? <TariffsPage user={user} /> : <NotFound forbidden={true} />}
          />
          <Route path="/exceptions/norms" element={isStaff(user) ? <NormsPage user={user} /> : <NotFound forbidden={true} />} />
          {isStaff(user) && <Route path="/alerts" element={<AlertsPage user={user} />} />}
          {isStaff(user) && <Route path="/alerts/settings" element={<AlertSettingsPage user={user} />} />}
          {isStaff(user) && <Route path="/geofences" element={<GeofencesPanel />} />}
          {isStaff(user) && <Route path="/sites" element={<SitesPanel />} />}
          <Route path="/sites/*" element={<NotFound forbidden={!isStaff(user)} />} />
          <Route path="/alerts/*" element={<NotFound forbidden={!isStaff(user)} />} />
          <Route path="/geofences/*" element={<NotFound forbidden={!isStaff(user)} />} />
          {isStaff(user) && <Route path="/sources" element={<SourcesPage user={user} />} />}
          {isStaff(user) && <Route path="/sources/stations" element={<StationsPage user={user} />} />}
          {isStaff(user) && <Route path="/sources/quarantine" element={<QuarantinePage />} />}
          {isStaff(user) && <Route path="/sources/reports/:id" element={<ReportPage />} />}
          {isStaff(user) && <Route path="/plan/*" element={<PlanPage />} />}
          <Route path="/plan/*" element={<NotFound forbidden={!isStaff(user)} />} />
          <Route path="/sources/*" element={<NotFound forbidden={!isStaff(user)} />} />
          <Route path="/sign-in" element={<Navigate to="/" replace />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </ErrorBoundary>
  );
  return (
    <LiveContext value={parts}>
      <a className="kv-skip" href="#content">
        {t('nav.skip')}
      </a>
      <div className="kv-shell">
        <header className="kv-bar">
          <NavLink to="/" className="kv-bar-brand" aria-label="Karavan">
            <Wordmark />
          </NavLink>
          <SearchBox />
          <div className="kv-bar-tools">
            <ConnectionPill />
            <MoscowClock />
            <LanguageSwitch />
            <ThemeSwitch />
            <UserMenu user={user} onHelp={() => setHelpOpen(true)} />
          </div>
        </header>
        <nav className="kv-nav" aria-label={t('nav.main')}>
          <NavLink to="/" className={() => navClass(isMapPage(pathname))}>
            {t('nav.map')}
          </NavLink>
          <NavLink to="/shipments" className={() => navClass(/^\/(shipments|s|o)(\/|$)/.test(pathname))}>
            {t('nav.shipments')}
          </NavLink>
          {isStaff(user) && (
            <NavLink to="/plan" className={() => navClass(pathname.startsWith('/plan'))}>
              {t('nav.plan')}
            </NavLink>
          )}
          {isStaff(user) && <AlertsLink className={navClass(pathname.startsWith('/alerts'))} />}
          <NavLink to="/exceptions" className={() => navClass(pathname.startsWith('/exceptions'))}>
            {t('nav.exceptions')}
          </NavLink>
          {isStaff(user) && (
            <NavLink to="/sources" className={() => navClass(pathname.startsWith('/sources'))}>
              {t('nav.sources')}
            </NavLink>
          )}
          {isStaff(user) && (
            <NavLink to="/geofences" className={() => navClass(pathname.startsWith('/geofences'))}>
              {t('geofences.nav')}
            </NavLink>
          )}
          {isStaff(user) && (
            <NavLink to="/sites" className={() => navClass(pathname.startsWith('/sites'))}>
              {t('sites.nav')}
            </NavLink>
          )}
        </nav>
        <div className="kv-body">
          <div className="kv-stage" data-hidden={isFullPage} inert={isFullPage}>
            <Suspense fallback={<Waiting />}>{mapNeeded && <MapStage>{isStaff(user) && <FencesOnMap />}</MapStage>}</Suspense>
          </div>
          {isFullPage ? (
            <main id="content" className="kv-page" tabIndex={-1}>
              <PartsMissing />
              {pages}
            </main>
          ) : (
            <Panel key="panel">
              <PartsMissing />
              {pages}
            </Panel>
          )}
        </div>
      </div>
      <KeyboardHelp opened={helpOpen} onClose={() => setHelpOpen(false)} />
    </LiveContext>
  );
}

function isMapPage(pathname: string): boolean {
  return pathname === '/' || /^\/([wt]|train)\//.test(pathname);
}

function navClass(active: boolean): string {
  return active ? 'kv-nav-link kv-nav-active' : 'kv-nav-link';
}

/** Where Escape leads: from an object to the list it is in. */
function parentOf(pathname: string): string {
  if (/^\/[so]\//.test(pathname)) return '/shipments';
  if (pathname.startsWith('/sources/')) return '/sources';
  if (pathname.startsWith('/exceptions/')) return '/exceptions';
  if (pathname.startsWith('/alerts/')) return '/alerts';
  return '/';
}
