import './zod-without-eval.js';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './tokens.css';
import { MantineProvider, localStorageColorSchemeManager } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Messages } from './components/messages.js';
import { createQueryClient } from './query-client.js';
import { createBellhopRouter } from './routes.js';
import { cssVariables, theme } from './theme.js';

// The same key as in public/color-scheme.js.
const colorScheme = localStorageColorSchemeManager({ key: 'bellhop-color-scheme' });
const queryClient = createQueryClient(() => void router.invalidate());
const router = createBellhopRouter(queryClient);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id root');

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colorScheme}
      defaultColorScheme="auto"
    >
      <Messages />
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
