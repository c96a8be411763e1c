import type { ReactNode } from 'react';
import { Links } from '../../pages';
import { Session } from '../session';

export default function SessionLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <Links home="/element" />
      {children}
      <Session />
    </>
  );
}
