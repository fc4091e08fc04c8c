import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { queryClient } from './api/queries.ts';
import { SignedIn } from './session/SignedIn.tsx';
import { resolveCssVariables, theme } from './theme/theme.ts';
import { ErrorBoundary } from './ui/ErrorBoundary.tsx';
import { lazyPage } from './ui/lazy-page.ts';
import { Waiting } from './ui/Waiting.tsx';

const SharePage = lazyPage(() => import('./features/share/SharePage.tsx'));

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={resolveCssVariables} defaultColorScheme="auto">
      <Notifications position="bottom-right" limit={3} autoClose={5000} zIndex={3000} />
      <QueryClientProvider client={queryClient}>
        <ErrorBoundary resetKey="app">
          <BrowserRouter>
            <Suspense fallback={<Waiting />}>
              <Routes>
                <Route path="/share/:token" element={<SharePage />} />
                <Route path="*" element={<SignedIn />} />
              </Routes>
            </Suspense>
          </BrowserRouter>
        </ErrorBoundary>
      </QueryClientProvider>
    </MantineProvider>
  );
}
