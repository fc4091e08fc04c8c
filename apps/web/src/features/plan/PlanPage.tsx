import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, NavLink, Route, Routes } from 'react-router';
import { lazyPage } from '../../ui/lazy-page.ts';
import { NotFound } from '../../ui/NotFound.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import './plan.css';

const PromisePage = lazyPage(() => import('./promise/PromisePage.tsx'));
const LoadingPage = lazyPage(() => import('./loading/LoadingPage.tsx'));
const BoardListPage = lazyPage(() => import('./board/BoardListPage.tsx'), { forStaff: true });
const BoardPage = lazyPage(() => import('./board/BoardPage.tsx'), { forStaff: true });
const SplitPage = lazyPage(() => import('./split/SplitPage.tsx'), { forStaff: true });
const LawPage = lazyPage(() => import('../law/LawPage.tsx'), { forStaff: true });

const TABS = ['promise', 'split', 'board', 'loading', 'law'] as const;

/** The planner's screens, each under an address of its own. */
export default function PlanPage() {
  const { t } = useTranslation();
  return (
    <div className="kv-plan">
      <nav className="kv-plan-tabs" aria-label={t('plan.title')}>
        {TABS.map((tab) => (
          <NavLink
            key={tab}
            to={`/plan/${tab}`}
            className={({ isActive }) => (isActive ? 'kv-plan-tab kv-plan-tab-on' : 'kv-plan-tab')}
          >
            {t(`plan.tabs.${tab}`)}
          </NavLink>
        ))}
      </nav>
      <Suspense fallback={<Waiting />}>
        <Routes>
          <Route index element={<Navigate to={TABS[0]} replace />} />
          <Route path="promise" element={<PromisePage />} />
          <Route path="split" element={<SplitPage />} />
          <Route path="board" element={<BoardListPage />} />
          <Route path="board/:id" element={<BoardPage />} />
          <Route path="loading" element={<LoadingPage />} />
          <Route path="law" element={<LawPage />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </div>
  );
}
