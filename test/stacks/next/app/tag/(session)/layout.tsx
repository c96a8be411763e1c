import type { ReactNode } from 'react';
import { Links } from '../../pages';
import { LeaveTag, SessionTag } from '../session';

export default function SessionLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <Links home="/tag" />
      {children}
      <LeaveTag />
      <SessionTag />
    </>
  );
}
