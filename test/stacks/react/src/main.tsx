import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter, Route, Routes } from 'react-router';
import { HookSession, Links, Login, Session } from './session';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <BrowserRouter>
      <Routes>
        <Route element={<Session />}>
          <Route path="/app" element={<h1>Home</h1>} />
          <Route path="/app/letter" element={<h1>Letter</h1>} />
        </Route>
        <Route path="/app/public" element={<Links home="/app" />} />
        <Route path="/app/login" element={<Login home="/app" />} />
        <Route element={<HookSession />}>
          <Route path="/hook" element={<h1>Home</h1>} />
          <Route path="/hook/letter" element={<h1>Letter</h1>} />
        </Route>
        <Route path="/hook/public" element={<Links home="/hook" />} />
        <Route path="/hook/login" element={<Login home="/hook" />} />
      </Routes>
    </BrowserRouter>
  </StrictMode>,
);
